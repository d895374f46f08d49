import { givenVm, RUNNING, stateOf } from './givenVm';
import type { SimulatorOptions, VmSpec } from './index';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const given = async (vm: Partial<VmSpec>, options?: SimulatorOptions) =>
	await givenVm(bench, vm, options);

describe('an internal snapshot', () => {
	it('of a running VM brings back disk and memory, and the VM runs', async () => {
		const { simulator, rpc, domain } = await given({});
		simulator.host.writeMemory('vm', 'counter 7');
		await rpc.snapshot(domain, 'safe');
		simulator.host.write('vm', 'broken');
		simulator.host.writeMemory('vm', 'counter 99');
		await rpc.revert(domain, 'safe');
		expect(simulator.host.read('vm')).toBe('before');
		expect(simulator.host.readMemory('vm')).toBe('counter 7');
		expect(await stateOf(rpc, domain)).toBe(1);
	});

	it('of a stopped VM stops a running one on revert, unless asked to run', async () => {
		const { rpc, domain } = await given({ running: false });
		await rpc.snapshot(domain, 'cold');
		await rpc.call(9, domain);
		await rpc.revert(domain, 'cold');
		expect(await stateOf(rpc, domain)).toBe(5);
		await rpc.revert(domain, 'cold', RUNNING);
		expect(await stateOf(rpc, domain)).toBe(1);
	});

	it('tells kind, state, parent, time and definition in its document', async () => {
		const { rpc, domain } = await given({}, { now: () => new Date('2026-03-01T02:03:04.567Z') });
		await rpc.snapshot(domain, 'one');
		await rpc.snapshot(domain, 'two', 0, '<description>a &amp; b</description>');
		const xml = await rpc.snapshotXml(domain, 'two');
		expect(xml).toContain('<state>running</state>');
		expect(xml).toContain('<parent>\n    <name>one</name>');
		expect(xml).toContain(`<creationTime>${Date.UTC(2026, 2, 1, 2, 3, 4) / 1000}</creationTime>`);
		expect(xml).toContain("<memory snapshot='internal'/>");
		expect(xml).toContain('<description>a &amp; b</description>');
		expect(xml).toContain("<source file='/var/lib/libvirt/images/vm.qcow2'/>");
		expect(xml).toContain('<inactiveDomain type=');
	});

	it('leaves its children to its parent when it is deleted', async () => {
		const { simulator, rpc, domain } = await given({});
		for (const name of ['a', 'b', 'c']) await rpc.snapshot(domain, name);
		await rpc.remove(domain, 'b');
		expect(await rpc.snapshotNames(domain)).toEqual(['a', 'c']);
		expect(await rpc.snapshotXml(domain, 'c')).toContain('<parent>\n    <name>a</name>');
		await rpc.remove(domain, 'c');
		expect(simulator.host.vm('vm').currentSnapshot).toBe('a');
		await rpc.remove(domain, 'a', 1);
		expect(simulator.host.images.get('/var/lib/libvirt/images/vm.qcow2')?.internal).toEqual([]);
	});

	it('gets a new description by redefinition, and stays current', async () => {
		const { simulator, rpc, domain } = await given({});
		await rpc.snapshot(domain, 'a', 0, '<description>old</description>');
		const xml = await rpc.snapshotXml(domain, 'a');
		const { host } = simulator;
		const inner = xml
			.replace('old', 'new')
			.replace(/^<domainsnapshot>|<\/domainsnapshot>\s*$/g, '');
		await rpc.snapshot(domain, 'a', 1, inner.replace('<name>a</name>', ''));
		expect(await rpc.snapshotXml(domain, 'a')).toBe(xml.replace('old', 'new'));
		expect(host.vm('vm').currentSnapshot).toBe('a');
		host.write('vm', 'broken');
		await rpc.revert(domain, 'a');
		expect(host.read('vm')).toBe('before');
	});
});
