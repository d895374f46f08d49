import type { SystemSnapshot, Target } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import { SNAPSHOT_MISSING } from './errors';
import { statusOf } from './guests';
import type { Proxmox } from './level';
import { assertUnlocked } from './locks';
import { sameOf, snapshotsOf } from './snapshots';
import { finished, taskOf } from './tasks';

/** Missing is done. */
export async function deleteSnapshot(
	on: Proxmox,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<void> {
	const { client, guests } = on;
	const found = sameOf(await snapshotsOf(on, target, signal), snapshot);
	if (found === undefined) return;
	await assertUnlocked(on, target, await statusOf(client, guests, target, signal), signal);
	// Of what was never finished some disks may have nothing to delete: only then it may go all the same.
	const query = found.state === 'ready' ? {} : { force: 1 };
	try {
		const task = await guests.ask(target, signal, async (path) => {
			const name = encodeURIComponent(found.name);
			return taskOf(await client.delete(`${path}/snapshot/${name}`, signal, query));
		});
		await finished(on, task, signal);
	} catch (error) {
		if (error instanceof RefusedAnswer && SNAPSHOT_MISSING.test(error.said)) return;
		throw error;
	}
}
