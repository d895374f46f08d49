import type { CreateOrder } from '../../snapshots/operations/create/createOrder';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { nightly } from '../support/bench';
import type { VmSpec } from '../simulators/libvirt';
import { BadInputBench, foreignSnapshot, stateOf, type Shown } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const DISK_ONLY = 16;

describe('a snapshot is refused, and nothing was changed, with', () => {
	it.each<[string, Partial<VmSpec>, Partial<CreateOrder>, Shown]>([
		[
			'quiescing required of a guest that has no agent',
			{ agent: 'absent' },
			{ quiesce: 'require' },
			{
				code: 'UNSUPPORTED',
				message: 'web-01 can’t be quiesced: it has no guest agent channel',
				description:
					'Add a channel org.qemu.guest_agent.0 to the VM and install qemu-guest-agent in it, or set Quiesce to Off. Nothing was changed.',
			},
		],
		[
			'quiescing required of a guest whose agent is dead',
			{ agent: 'dead' },
			{ quiesce: 'require' },
			{
				code: 'TASK_FAILED',
				message:
					'web-01 could not be quiesced: Guest agent is not responding: QEMU guest agent is not connected',
				description:
					'Start qemu-guest-agent inside the VM, or set Quiesce to If Possible. Nothing was changed.',
			},
		],
		[
			'quiescing required together with memory',
			{ agent: 'alive' },
			{ quiesce: 'require', memory: true },
			{
				code: 'INVALID_INPUT',
				message: 'A snapshot of web-01 can’t both include the memory and require quiescing',
				description:
					'The memory already holds what the guest has not written yet. Choose one of the two.',
			},
		],
		[
			'memory of a VM that has a raw disk',
			{ disks: [{}, { format: 'raw' }] },
			{ memory: true },
			{
				code: 'UNSUPPORTED',
				message:
					'web-01 has disk vdb in format raw, and an internal snapshot needs qcow2 throughout',
				description:
					'Turn off Include Memory: a disk-only snapshot works with this disk. Or convert it to qcow2. Nothing was changed.',
			},
		],
	])('%s', async (_what, spec, order, expected) => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01', ...spec }] });
		const before = stateOf(simulator);
		const work = createSnapshot(on, await vm('web-01'), nightly(order));
		expect(await bench.shown(work)).toEqual(expected);
		expect(stateOf(simulator)).toBe(before);
		expect(simulator.host.vm('web-01').frozen).toBe(false);
	});

	it.each<[string, 0 | 16, boolean, string, string]>([
		[
			'memory beside disk-only ones',
			DISK_ONLY,
			true,
			'web-01 has disk-only (external) snapshots already, and one with memory (internal) beside them can cost data when either is deleted later',
			'Either turn off Include Memory, or delete the disk-only (external) snapshots of this VM first. Nothing was changed.',
		],
		[
			'disks only beside one with memory',
			0,
			false,
			'web-01 has internal snapshots already, and a disk-only (external) one beside them can cost data when either is deleted later',
			'Either turn on Include Memory or stop the VM first, or delete the internal snapshots of this VM first. Nothing was changed.',
		],
	])('%s', async (_what, flags, memory, message, description) => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		await foreignSnapshot(simulator, 'web-01', 'there-before', flags);
		const before = stateOf(simulator);
		const work = createSnapshot(on, await vm('web-01'), nightly({ memory }));
		expect(await bench.shown(work)).toEqual({ code: 'CONFLICT', message, description });
		expect(stateOf(simulator)).toBe(before);
	});
});

describe('a snapshot’s name that is taken', () => {
	const memory = true;

	it('by somebody else’s snapshot is a conflict, and that one stays as it is', async () => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		const target = await vm('web-01');
		const { snapshot } = await createSnapshot(on, target, nightly({ memory }));
		await on.driver.deleteSnapshot(target, snapshot, on.signal);
		await foreignSnapshot(simulator, 'web-01', snapshot.name);
		const before = stateOf(simulator);

		expect(await bench.shown(createSnapshot(on, target, nightly({ memory })))).toEqual({
			code: 'CONFLICT',
			message: `web-01 has a snapshot named ${snapshot.name} already`,
			description:
				'It was not made for this order. Delete it if it may go, or choose another Name. Nothing was changed.',
		});
		expect(stateOf(simulator)).toBe(before);
	});

	it('by our own snapshot is that very order: the snapshot is returned', async () => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		const target = await vm('web-01');
		const first = await createSnapshot(on, target, nightly({ memory }));
		const again = await createSnapshot(on, target, nightly({ memory }));
		expect([first.action, again.action]).toEqual(['created', 'existing']);
		expect(again.snapshot).toEqual(first.snapshot);
		expect([...simulator.host.vm('web-01').snapshots.keys()]).toEqual([first.snapshot.name]);
	});

	it('by a file in the place of the overlay is a conflict that names the file', async () => {
		const { simulator, on, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		const target = await vm('web-01');
		const { snapshot } = await createSnapshot(on, target, nightly());
		const file = `/var/lib/libvirt/images/web-01.${snapshot.name}-vda`;
		await on.driver.deleteSnapshot(target, snapshot, on.signal);
		simulator.host.images.create({ path: file, format: 'qcow2', virtualBytes: 1, layer: 'theirs' });
		const before = stateOf(simulator);

		expect(await bench.shown(createSnapshot(on, target, nightly()))).toEqual({
			code: 'CONFLICT',
			message: `Could not create snapshot ${snapshot.name} of web-01: unsupported configuration: external snapshot file for disk vda already exists and is not a block device: ${file}`,
			description: 'Choose another name, or remove what is in the way.',
		});
		expect(stateOf(simulator)).toBe(before);
	});
});
