import { DISK_ONLY, givenVm, QUIESCE, RUNNING, stateOf } from './givenVm';
import type { SimulatorOptions, VmSpec } from './index';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const given = async (vm: Partial<VmSpec>, options?: SimulatorOptions) =>
	await givenVm(bench, vm, options);

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
