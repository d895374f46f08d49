import { TestBench } from './testBench';
import { u32, type RpcTestClient } from './testClient';
import type { LibvirtSimulator, SimulatorOptions, VmSpec } from './index';

const bench = new TestBench();
afterEach(() => bench.cleanUp());

const RUNNING = 1;
const DISK_ONLY = 16;
const QUIESCE = 64;

async function given(
	vm: Partial<VmSpec>,
	options: SimulatorOptions = {},
): Promise<{ simulator: LibvirtSimulator; rpc: RpcTestClient; domain: Buffer }> {
	const simulator = await bench.simulator({ vms: [{ name: 'vm', ...vm }], ...options });
	simulator.host.write('vm', 'before');
	const rpc = await bench.rpc(simulator);
	return { simulator, rpc, domain: await rpc.domain('vm') };
}

const stateOf = async (rpc: RpcTestClient, domain: Buffer): Promise<number> =>
	(await rpc.call(212, Buffer.concat([domain, u32(0)]))).readInt32BE(0);

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

describe('refusals', () => {
	it.each<[string, Partial<VmSpec>, string, number, string, number, string]>([
		[
			'a name with a slash',
			{},
			'a/b',
			0,
			'',
			35,
			"invalid snapshot name 'a/b': name can't contain '/'",
		],
		[
			'a name with a leading dot',
			{},
			'.a',
			0,
			'',
			35,
			"invalid snapshot name '.a': name can't start with '.'",
		],
		[
			'a raw disk inside',
			{ disks: [{ format: 'raw' }] },
			'a',
			0,
			'',
			67,
			'unsupported configuration: internal snapshot for disk vda unsupported for storage type raw',
		],
		[
			'quiescing with memory',
			{ agent: 'alive' },
			'a',
			QUIESCE,
			'',
			8,
			"Flag 'VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY' is required by flag 'VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE'",
		],
		[
			'quiescing without an agent',
			{},
			'a',
			QUIESCE + DISK_ONLY,
			'',
			74,
			'argument unsupported: QEMU guest agent is not configured',
		],
		[
			'quiescing with a dead agent',
			{ agent: 'dead' },
			'a',
			QUIESCE + DISK_ONLY,
			'',
			86,
			'Guest agent is not responding: QEMU guest agent is not connected',
		],
		[
			'a running VM inside without memory',
			{},
			'a',
			0,
			"<memory snapshot='no'/>",
			84,
			'Operation not supported: internal snapshot of a running VM must include the memory state',
		],
		[
			'a disk that is not there',
			{},
			'a',
			0,
			"<disks><disk name='vdz'/></disks>",
			67,
			"unsupported configuration: no disk named 'vdz'",
		],
		[
			'no disk at all',
			{},
			'a',
			DISK_ONLY,
			"<disks><disk name='vda' snapshot='no'/></disks>",
			67,
			'unsupported configuration: nothing selected for snapshot',
		],
		[
			'firmware with a raw NVRAM file',
			{ nvram: 'raw' },
			'a',
			0,
			'',
			67,
			'unsupported configuration: internal snapshots of a VM with pflash based firmware require QCOW2 nvram format',
		],
	])('%s', async (_what, vm, name, flags, inner, code, message) => {
		const { simulator, rpc, domain } = await given(vm);
		await expect(rpc.snapshot(domain, name, flags, inner)).rejects.toMatchObject({ code, message });
		expect(await rpc.snapshotNames(domain)).toEqual([]);
		expect(simulator.host.images.files.size).toBe(1);
		expect(simulator.host.vm('vm').frozen).toBe(false);
	});

	it('a name that is taken', async () => {
		const { rpc, domain } = await given({});
		await rpc.snapshot(domain, 'a');
		await expect(rpc.snapshot(domain, 'a')).rejects.toMatchObject({
			code: 9,
			message: 'operation failed: domain moment a already exists',
		});
	});

	it('a snapshot that is not there', async () => {
		const { rpc, domain } = await given({});
		const refusal = {
			code: 72,
			message: "Domain snapshot not found: no domain snapshot with matching name 'x'",
		};
		await expect(rpc.revert(domain, 'x')).rejects.toMatchObject(refusal);
		await expect(rpc.remove(domain, 'x')).rejects.toMatchObject(refusal);
	});

	it('everything that changes a VM whose lock another job holds', async () => {
		const { simulator, rpc, domain } = await given({});
		await rpc.snapshot(domain, 'a');
		const release = simulator.host.lock('vm', 'remoteDispatchDomainMigratePerform3');
		const refusal = {
			code: 68,
			message:
				'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainMigratePerform3)',
		};
		await expect(rpc.snapshot(domain, 'b')).rejects.toMatchObject(refusal);
		await expect(rpc.revert(domain, 'a')).rejects.toMatchObject(refusal);
		await expect(rpc.remove(domain, 'a')).rejects.toMatchObject(refusal);
		release();
		await rpc.remove(domain, 'a');
	});

	it('a second job while a slow one runs', async () => {
		let finish = (): void => undefined;
		const slow = new Promise<void>((resolve) => (finish = resolve));
		const { rpc, domain } = await given({}, { durations: { create: 1 }, sleep: () => slow });
		const first = rpc.snapshot(domain, 'a');
		await expect(rpc.snapshot(domain, 'b')).rejects.toMatchObject({ code: 68 });
		finish();
		await first;
		expect(await rpc.snapshotNames(domain)).toEqual(['a']);
	});
});

describe('an external snapshot', () => {
	const chain = async (version: string, running = true): ReturnType<typeof given> => {
		const made = await given({ running, agent: 'alive' }, { libvirtVersion: version });
		for (const name of ['e1', 'e2', 'e3']) {
			made.simulator.host.write('vm', `content of ${name}`);
			await made.rpc.snapshot(made.domain, name, DISK_ONLY);
		}
		made.simulator.host.write('vm', 'now');
		return made;
	};

	it('puts an overlay on each disk and keeps the old file untouched', async () => {
		const { simulator, rpc, domain } = await chain('10.10.0');
		expect(await rpc.domainXml(domain)).toContain("<source file='/var/lib/libvirt/images/vm.e3'");
		expect(simulator.host.images.content('/var/lib/libvirt/images/vm.qcow2')).toBe('content of e1');
		expect(await rpc.snapshotXml(domain, 'e1')).toContain('<state>disk-snapshot</state>');
	});

	it('freezes the guest for the instant when asked to', async () => {
		const { simulator, rpc, domain } = await given({ agent: 'alive' });
		await rpc.snapshot(domain, 'q', DISK_ONLY + QUIESCE);
		expect(simulator.host.vm('vm')).toMatchObject({ freezeCount: 1, frozen: false });
	});

	it('can’t be deleted or reverted to on 8.0, nor reverted to on 9.0', async () => {
		const old = await chain('8.0.0');
		await expect(old.rpc.remove(old.domain, 'e1')).rejects.toMatchObject({ code: 67 });
		await expect(old.rpc.revert(old.domain, 'e1')).rejects.toMatchObject({ code: 67 });
		const middle = await chain('9.0.0');
		await expect(middle.rpc.revert(middle.domain, 'e1')).rejects.toMatchObject({
			message: 'unsupported configuration: revert to external snapshot not supported yet',
		});
		await middle.rpc.remove(middle.domain, 'e1');
	});

	it('of a running VM can’t be reverted to on 9.9, one of a stopped VM can', async () => {
		const running = await chain('9.9.0');
		await expect(running.rpc.revert(running.domain, 'e1')).rejects.toMatchObject({
			code: 1,
			message:
				"internal error: Invalid target domain state 'disk-snapshot'. Refusing snapshot reversion",
		});
		const stopped = await chain('9.9.0', false);
		await stopped.rpc.revert(stopped.domain, 'e1');
		expect(stopped.simulator.host.read('vm')).toBe('content of e1');
	});

	it('deleted in the middle gives its content to the next one’s file', async () => {
		const { simulator, rpc, domain } = await chain('9.0.0');
		await rpc.remove(domain, 'e2');
		const { images } = simulator.host;
		expect([...images.files.keys()].map((path) => path.split('/').at(-1))).toEqual([
			'vm.qcow2',
			'vm.e1',
			'vm.e3',
		]);
		expect(await rpc.snapshotXml(domain, 'e3')).toContain('/vm.e1');
		expect(images.content('/var/lib/libvirt/images/vm.e1')).toBe('content of e3');
		expect(simulator.host.read('vm')).toBe('now');
	});

	it('can be deleted one after another, oldest first, without the live state changing', async () => {
		const { simulator, rpc, domain } = await chain('9.0.0');
		for (const name of ['e1', 'e2', 'e3']) await rpc.remove(domain, name);
		expect(simulator.host.read('vm')).toBe('now');
		expect(simulator.host.images.files.size).toBe(1);
		expect(await rpc.domainXml(domain, 2)).toContain('/vm.qcow2');
	});

	it('reverted to loses the present overlay only, so that later ones can still be reached', async () => {
		let now = Date.UTC(2026, 0, 1);
		const { simulator, rpc, domain } = await given({}, { now: () => new Date((now += 1000)) });
		for (const name of ['e1', 'e2']) {
			simulator.host.write('vm', `content of ${name}`);
			await rpc.snapshot(domain, name, DISK_ONLY);
		}
		await rpc.revert(domain, 'e1');
		expect(simulator.host.read('vm')).toBe('content of e1');
		expect(await stateOf(rpc, domain)).toBe(5);
		await expect(rpc.remove(domain, 'e1')).rejects.toThrow('that is not a leaf snapshot');
		await rpc.revert(domain, 'e2', RUNNING);
		expect(simulator.host.read('vm')).toBe('content of e2');
		expect(await stateOf(rpc, domain)).toBe(1);
	});

	it('clashes with itself when reverted to twice within one second', async () => {
		const { rpc, domain } = await given({}, { now: () => new Date(0) });
		await rpc.snapshot(domain, 'e1', DISK_ONLY);
		await rpc.revert(domain, 'e1');
		await expect(rpc.revert(domain, 'e1')).rejects.toThrow('already exists');
	});

	it('on top of an internal one can’t be deleted, and hides that one’s disk', async () => {
		const { rpc, domain } = await given({});
		await rpc.snapshot(domain, 'inside');
		await rpc.snapshot(domain, 'outside', DISK_ONLY);
		await expect(rpc.remove(domain, 'outside')).rejects.toMatchObject({
			code: 84,
			message:
				'Operation not supported: deleting external snapshot that has internal snapshot as parent not supported',
		});
		await expect(rpc.remove(domain, 'inside')).rejects.toMatchObject({
			code: 84,
			message:
				"Operation not supported: disk image 'vda' for internal snapshot 'inside' is not the same as disk image currently used by VM",
		});
	});

	it('is told apart from internal ones in lists', async () => {
		const { rpc, domain } = await given({});
		await rpc.snapshot(domain, 'inside');
		await rpc.snapshot(domain, 'outside', DISK_ONLY);
		expect(await rpc.snapshotNames(domain, 256)).toEqual(['inside']);
		expect(await rpc.snapshotNames(domain, 512)).toEqual(['outside']);
		expect(await rpc.snapshotNames(domain, 128)).toEqual(['outside']);
		expect(await rpc.snapshotNames(domain, 4)).toEqual(['outside']);
	});
});
