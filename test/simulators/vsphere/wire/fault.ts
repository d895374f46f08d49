import { list, data, polymorphic, text, type Data, type Fields } from './values';
import { element, writeFields } from './write';

/** What vim25 answers instead of a result, and what the error of a task is made of. */
export class Fault extends Error {
	override readonly name = 'Fault';

	constructor(
		/** `TaskInProgress`, without the `Fault` that its element ends with. */
		readonly type: string,
		message: string,
		readonly fields: Fields = {},
		/** What the host told beneath, as `faultMessage`. */
		readonly causes: readonly string[] = [],
	) {
		super(message);
	}
}

/** The request could not be read, with the way that led there, innermost first. */
export class RequestFault extends Fault {
	constructor(
		readonly reason: string,
		readonly trail: readonly string[] = [],
	) {
		super('InvalidRequest', [`\n${reason}`, ...trail].join('\n\n'));
	}

	/** The same fault, told from further outside. */
	within(place: string): RequestFault {
		return new RequestFault(this.reason, [
			...this.trail,
			`while parsing ${place}\nat line 1, column 0`,
		]);
	}
}

const fieldsOf = ({ fields, causes }: Fault): Fields => ({
	...(causes.length === 0
		? {}
		: {
				faultMessage: list(
					'LocalizableMessage',
					causes.map((cause) =>
						data('LocalizableMessage', { key: text('msg.simulated'), message: text(cause) }),
					),
				),
			}),
	...fields,
});

/** As it stands in the error of a task and in a `missingSet`. */
export const localizedMethodFault = (fault: Fault, message: string): Data =>
	data('LocalizedMethodFault', {
		fault: polymorphic(fault.type, fieldsOf(fault)),
		localizedMessage: text(message),
	});

/** As it stands in the detail of a SOAP fault. */
export const faultDetail = (fault: Fault): string =>
	element(
		`${fault.type}Fault`,
		{ xmlns: 'urn:vim25', 'xsi:type': fault.type },
		writeFields(fieldsOf(fault)),
	);
