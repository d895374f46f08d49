import { DISK_ONLY, givenVm, QUIESCE } from './givenVm';
import type { SimulatorOptions, VmSpec } from './index';
import { TestBench } from './testBench';

const bench = new TestBench();
afterEach(() => bench.cleanUp());
const given = async (vm: Partial<VmSpec>, options?: SimulatorOptions) =>
	await givenVm(bench, vm, options);

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
