/** The parameters of `CreateContainerView`. */
export const view = (container: string, type = 'VirtualMachine'): string =>
	`<container type="Folder">${container}</container><type>${type}</type><recursive>true</recursive>`;

/** What a client sends to read all that a view shows. */
export const through = (viewRef: string, properties: string): string =>
	`<propSet>${properties}</propSet>` +
	`<objectSet><obj type="ContainerView">${viewRef}</obj><skip>true</skip>` +
	'<selectSet xsi:type="TraversalSpec"><name>v</name><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>';

export const NAMES = '<type>VirtualMachine</type><all>false</all><pathSet>name</pathSet>';
/** The names of all VMs in an answer. */
export const namesIn = (xml: string): string[] =>
	[...xml.matchAll(/<name>name<\/name><val xsi:type="xsd:string">([^<]*)<\/val>/g)].map(
		([, name = '']) => name,
	);
