import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import { lockedBy } from './errors';
import { type Guest, type GuestStatus } from './guests';
import type { Proxmox } from './level';
import { refusal } from './refusals';
import { tasksOn } from './tasks';

/** Whoever waits for a lock does so above the driver; and a lock found first costs no task that must fail. */
export async function assertUnlocked(
	on: Proxmox,
	target: TargetRef,
	{ lock }: GuestStatus,
	signal: AbortSignal,
): Promise<void> {
	if (lock !== undefined) throw await locked(on, target, lock, signal);
}

/** Locks that only a snapshot's own task sets. */
const OF_SNAPSHOTS = new Set(['snapshot', 'snapshot-delete', 'rollback']);

/** A task that broke off leaves its lock behind for ever; only root can lift it. */
async function locked(
	on: Proxmox,
	target: TargetRef,
	lock: string,
	signal: AbortSignal,
): Promise<SnapshotError> {
	const said = lockedBy(target.name, lock);
	if (!OF_SNAPSHOTS.has(lock)) return refusal('BUSY', target, said);
	const guest = await on.guests.locate(target, signal);
	if (await isAtWork(on, guest, signal)) return refusal('BUSY', target, said);
	const command = guest.type === 'qemu' ? 'qm' : 'pct';
	const wayOut = `\`${command} unlock ${guest.vmid}\` on node ${guest.node}`;
	return refusal(
		'BUSY',
		target,
		`${said}, though no task on it is to be seen. If one broke off, only ${wayOut} lifts the lock`,
		{
			advice: `Look at the task log of node ${guest.node}. If nothing runs there, root runs ${wayOut}; then delete the half-made snapshot.`,
		},
	);
}

/** Whether a task on the guest can be seen. An account that may not ask can't tell, and assumes one. */
export async function isAtWork(
	{ client }: Proxmox,
	guest: Guest,
	signal: AbortSignal,
): Promise<boolean> {
	try {
		return (await tasksOn(client, guest, signal)).length > 0;
	} catch (error) {
		if (error instanceof RefusedAnswer && [403, 501].includes(error.status)) return true;
		throw error;
	}
}
