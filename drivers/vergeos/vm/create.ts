import type { CreateRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { VERGEOS } from '../errors';
import type { Vergeos } from '../level';
import { keyValue } from '../schema';
import type { VmSnapshots } from './snapshots';
import { powerStateOf, readVm, type Vm } from './vms';

export async function createVmSnapshot(
	on: Vergeos,
	table: VmSnapshots,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const vm = await readVm(on.client, target, signal);
	const isRunning = powerStateOf(vm) === 'running';
	// VergeOS would call a stopped VM quiesced. It is as clean as its last shutdown, no cleaner.
	const quiesce = request.quiesce && isRunning;
	if (quiesce) assertAgent(target, vm);
	const more = { machine: keyValue(vm.machine), created_manually: true, quiesce };
	return table.toSnapshot(await table.create(target, request, more, signal));
}

/**
 * What VergeOS does without an agent is not written down, and the flag `quiesced` of what was made comes
 * too late for whoever requires it. So what is known of the agent decides first; a system that tells
 * nothing of it is asked to quiesce.
 */
function assertAgent(target: Target, { guest_agent, agent_version }: Vm): void {
	if (!guest_agent) throw unquiesced(target, 'Guest Agent is turned off for it');
	if (agent_version === undefined || agent_version) return;
	throw unquiesced(target, 'its guest agent does not answer');
}

const unquiesced = (target: Target, why: string): SnapshotError =>
	new SnapshotError('TASK_FAILED', `${target.name} was not quiesced: ${why}`, {
		system: VERGEOS,
		target,
		option: 'quiesce',
		advice:
			'Turn on Guest Agent for the VM and start qemu-guest-agent inside it, or set Quiesce to If Possible. No snapshot was made.',
	});
