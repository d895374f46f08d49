import type { Target, TargetRef } from '../../../snapshots/model';
import { instanceKey, pathOf } from '../ids';
import type { Incus } from '../level';
import { unsettled } from '../refusals';
import { instanceTarget, powerStateOf, readInstance } from './instances';

type Action = 'start' | 'stop' | 'unfreeze';

const ENDS_IN = { start: 'running', stop: 'stopped', unfreeze: 'running' } as const;

/** Stops hard: what runs is given up anyway. */
export async function setPower(
	on: Incus,
	target: TargetRef,
	action: Action,
	signal: AbortSignal,
): Promise<void> {
	const { project, name } = instanceKey(target);
	const order = {
		method: 'PUT',
		path: pathOf('instances', name, 'state'),
		query: { project },
		// -1: as long as it takes; the caller's signal sets the end.
		body: { action, timeout: -1, force: action === 'stop', stateful: false },
	} as const;
	const outcome = await on.client.change(order, signal);
	if (outcome === 'done') return;
	const state = powerStateOf(await readInstance(on.client, target, signal));
	if (state === ENDS_IN[action]) return;
	throw unsettled(target, `${target.name} is ${state} instead of ${ENDS_IN[action]}`);
}

export async function readTarget(
	on: Incus,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Target> {
	const { project } = instanceKey(target);
	return instanceTarget(await readInstance(on.client, target, signal), project);
}

/** Brings it to a power state, from whichever it is in. */
export async function reach(
	on: Incus,
	target: TargetRef,
	wanted: 'running' | 'stopped',
	signal: AbortSignal,
): Promise<Target> {
	const now = await readTarget(on, target, signal);
	if (now.powerState === wanted) return now;
	if (wanted === 'stopped') await setPower(on, target, 'stop', signal);
	else await setPower(on, target, now.powerState === 'paused' ? 'unfreeze' : 'start', signal);
	return await readTarget(on, target, signal);
}
