import type { RevertRequest } from '../../snapshots/driver';
import type { PowerState, TargetRef } from '../../snapshots/model';
import { pollUntil } from '../polling';
import { powerStateOf, statusOf } from './guests';
import type { Proxmox } from './level';
import { finished, taskOf } from './tasks';

/** Brings a guest into a power state, and looks that it is in it. */
export async function bringTo(
	on: Proxmox,
	target: TargetRef,
	wanted: Exclude<RevertRequest['power'], 'asSnapshot'>,
	signal: AbortSignal,
): Promise<void> {
	const now = await powerOf(on, target, signal);
	if (now === wanted) return;
	const action = wanted === 'stopped' ? 'stop' : now === 'paused' ? 'resume' : 'start';
	const task = await on.guests.ask(target, signal, async (path) =>
		taskOf(await on.client.post(`${path}/status/${action}`, {}, signal)),
	);
	await finished(on, task, signal);
	// A guest under high availability is only marked by that task; the cluster switches it by and by.
	await pollUntil(on.clock, signal, async () =>
		(await powerOf(on, target, signal)) === wanted ? true : undefined,
	);
}

export const powerOf = async (
	{ client, guests }: Proxmox,
	target: TargetRef,
	signal: AbortSignal,
): Promise<PowerState> => powerStateOf(await statusOf(client, guests, target, signal));
