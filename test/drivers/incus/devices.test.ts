import { overridesFor } from '../../../drivers/incus/instance/devices';

const root = { type: 'disk', path: '/', pool: 'fast', size: '10GiB' };
const card = { type: 'nic', network: 'incusbr0', name: 'eth0' };
const wishes = { connectNetwork: false, attachOtherDisks: false };
const NONE = { type: 'none' };

describe('the devices of a copy', () => {
	it('are the source’s, but for its cards, port forwards and other disks', () => {
		const devices = {
			root,
			eth0: card,
			eth1: { type: 'nic', nictype: 'macvlan', parent: 'enp1s0' },
			web: { type: 'proxy', listen: 'tcp:0.0.0.0:80', connect: 'tcp:127.0.0.1:80' },
			data: { type: 'disk', pool: 'fast', source: 'data', path: '/srv' },
			home: { type: 'disk', source: '/home', path: '/home' },
			gpu: { type: 'gpu' },
		};
		expect(overridesFor(devices, wishes)).toEqual({
			eth0: NONE,
			eth1: NONE,
			web: NONE,
			data: NONE,
			home: NONE,
		});
	});

	it('keep cards that are to be connected, without the addresses that the source holds', () => {
		const fixed = {
			...card,
			hwaddr: '00:16:3e:00:00:01',
			'ipv4.address': '10.0.0.5',
			'ipv6.address': 'none',
		};
		const devices = { root, eth0: card, eth1: fixed };
		expect(overridesFor(devices, { ...wishes, connectNetwork: true })).toEqual({
			eth1: { ...card, 'ipv6.address': 'none' },
		});
	});

	it('keep other disks when these are wanted', () => {
		const devices = { root, data: { type: 'disk', pool: 'fast', source: 'data', path: '/srv' } };
		expect(overridesFor(devices, { ...wishes, attachOtherDisks: true })).toEqual({});
	});

	it('have the root disk on another pool, whatever that device is called', () => {
		expect(overridesFor({ system: root }, { ...wishes, pool: 'slow' })).toEqual({
			system: { ...root, pool: 'slow' },
		});
		expect(overridesFor({}, { ...wishes, pool: 'slow' })).toEqual({
			root: { type: 'disk', path: '/', pool: 'slow' },
		});
	});

	it('need nothing more once they are as they are wanted', () => {
		const devices = { root, eth0: NONE, data: NONE };
		expect(overridesFor(devices, wishes)).toEqual({});
	});
});
