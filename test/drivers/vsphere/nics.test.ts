import { editsOf, type Nic } from '../../../drivers/vsphere/nics';
import { data, envelopeOf } from '../../../drivers/vsphere/soap/request';
import { valueOf } from '../../../drivers/vsphere/soap/value';
import { elementAt, elementsOf, parseXml, textOf, type XmlElement } from '../../../drivers/xml';

function nic(addressType: string): Nic {
	const card = valueOf(
		parseXml(
			`<VirtualDevice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="VirtualVmxnet3"><key>4000</key><deviceInfo xsi:type="Description"><label>Network &amp; co</label><summary>VM Network</summary></deviceInfo><backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName><network type="Network">network-7</network></backing><connectable><startConnected>true</startConnected><allowGuestControl>false</allowGuestControl><connected>true</connected></connectable><controllerKey>100</controllerKey><unitNumber>7</unitNumber><addressType>${addressType}</addressType><macAddress>00:50:56:AA:BB:CC</macAddress></VirtualDevice>`,
		),
	);
	return { card, macAddress: '00:50:56:aa:bb:cc', addressType, isPluggedIn: true };
}

/** The device that is sent, as the server would read it. */
function edited(addressType: string, connectNetwork: boolean): XmlElement | undefined {
	const config = data('config', ...editsOf([nic(addressType)], connectNetwork));
	const on = { type: 'VirtualMachine', value: 'vm-42' };
	const call = envelopeOf({ method: 'M', on, parameters: [config] });
	return elementAt(parseXml(call), 'Body', 'M', 'config', 'deviceChange', 'device');
}

describe('a network card of a clone', () => {
	it('is unplugged, and else stays what it was, in the order of the schema', () => {
		const device = edited('assigned', false);
		expect(elementsOf(device).map(({ name }) => name)).toEqual([
			'key',
			'deviceInfo',
			'backing',
			'connectable',
			'controllerKey',
			'unitNumber',
			'addressType',
		]);
		expect(device?.attributes.get('xsi:type')).toBe('VirtualVmxnet3');
		const network = elementAt(device, 'backing', 'network');
		expect([network?.attributes.get('type'), textOf(network)]).toEqual(['Network', 'network-7']);
		expect(textOf(elementAt(device, 'deviceInfo', 'label'))).toBe('Network & co');
		for (const name of ['startConnected', 'connected']) {
			expect(textOf(elementAt(device, 'connectable', name))).toBe('false');
		}
	});

	it('never says the old address again', () => {
		for (const type of ['manual', 'assigned', 'generated']) {
			expect(elementAt(edited(type, false), 'macAddress')).toBeUndefined();
		}
	});

	it('asks for a new address where somebody had set the old one by hand', () => {
		for (const connectNetwork of [true, false]) {
			const device = edited('manual', connectNetwork);
			expect(textOf(elementAt(device, 'addressType'))).toBe('generated');
		}
		const plugged = edited('manual', true);
		expect(textOf(elementAt(plugged, 'connectable', 'startConnected'))).toBe('true');
	});

	it('is left alone when it is to be plugged in, and vSphere made its address', () => {
		expect(editsOf([nic('assigned'), nic('generated')], true)).toEqual([]);
	});
});
