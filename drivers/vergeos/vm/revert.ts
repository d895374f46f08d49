import type { RevertRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { VERGEOS, translateFailure } from '../errors';
import type { Vergeos } from '../level';
import { snapshotGone } from '../refusals';
import { keyValue } from '../schema';
import { choiceOf } from '../settings';
import { waitForTask } from '../tasks';
import { SnapshotError } from '../../../snapshots/errors';
import { IF_STUBBORN } from './settings';
import { assertAtRest, settled, shutDown, start, type Stubborn } from './power';
import type { VmSnapshotRow, VmSnapshots } from './snapshots';
import { findCopy, powerStateOf, readVm, type Vm } from './vms';

/** Restore over Source. VergeOS does it to a VM that is off only. */
export async function revertVm(
	on: Vergeos,
	table: VmSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	request: RevertRequest,
	signal: AbortSignal,
): Promise<void> {
	const vm = await readVm(on.client, target, signal);
	const row = await table.get(target, vm.machine, snapshot, signal);
	const copy = await copyOf(on, target, row, signal);
	assertAtRest(target, vm);
	const wasOn = powerStateOf(vm) === 'running';
	if (wasOn) await shutDown(on, target, stubbornOf(request), signal);
	try {
		const params = { snapshot: keyValue(row.$key), poweron: false };
		const action = { on: { vm: keyValue(copy.$key) }, action: 'restore', params };
		await waitForTask(on, target, await on.client.act('vm_actions', action, signal), signal);
		await settled(on, target, signal);
	} catch (error) {
		signal.throwIfAborted();
		throw wasOn ? nowStopped(target, snapshot, error) : error;
	}
	if (request.power === 'running') await start(on, target, signal);
}

export async function copyOf(
	on: Vergeos,
	target: Target,
	row: VmSnapshotRow,
	signal: AbortSignal,
): Promise<Vm> {
	if (row.snap_machine) {
		const copy = await findCopy(on.client, row.snap_machine, signal);
		if (copy !== undefined) return copy;
	}
	throw snapshotGone(target, { id: row.$key, name: row.name });
}

const stubbornOf = ({ settings }: RevertRequest): Stubborn =>
	choiceOf(settings, IF_STUBBORN) === 'fail' ? 'fail' : 'powerOff';

function nowStopped(target: Target, { name }: SystemSnapshot, cause: unknown): SnapshotError {
	const why = translateFailure(cause, {
		doing: `revert ${target.name} to snapshot ${name}`,
		target,
	});
	return new SnapshotError(
		why.code,
		`${why.message}. It was shut down for this and is stopped now`,
		{
			system: VERGEOS,
			target,
			advice: why.advice,
			cause,
		},
	);
}
