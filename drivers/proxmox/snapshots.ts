import { z } from 'zod';
import type { SnapshotState, SystemSnapshot, TargetRef } from '../../snapshots/model';
import { readDescription } from './description';
import { statusOf } from './guests';
import type { Proxmox } from './level';
import { isAtWork } from './locks';
import { newestOnlyReason } from './newestOnly';
import { flag, optionalText, text, wholeNumber } from './schema';

const snapshotRow = z.object({
	name: z.string().min(1),
	/** Seconds since 1970; absent of `current`, which is no snapshot but the live state. */
	snaptime: wholeNumber.nullish().transform((seconds) => new Date((seconds ?? 0) * 1000)),
	/** Whether it holds the memory. Never there of a container. */
	vmstate: flag,
	description: text.transform(readDescription),
	parent: optionalText,
	/** `prepare` or `delete`, while it is half-made or half-deleted. */
	snapstate: optionalText,
});
type SnapshotRow = z.output<typeof snapshotRow>;

const LIVE_STATE = 'current';

/** All snapshots of one guest. Their names are unique and can't be changed, so they are the ids, too. */
export async function snapshotsOf(
	on: Proxmox,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const { client, guests } = on;
	const all = await guests.ask(
		target,
		signal,
		async (path) => await client.get(`${path}/snapshot`, z.array(snapshotRow), signal),
	);
	const rows = all.filter(({ name }) => name !== LIVE_STATE);
	const whole = rows.find(({ snapstate }) => snapstate === undefined);
	const broken = rows.some(({ snapstate }) => snapstate !== undefined);
	const [revertOnlyWhenNewest, isAlive] = await Promise.all([
		whole && newestOnlyReason(on, target, whole.name, signal),
		broken && isBeingWorkedOn(on, target, signal),
	]);
	const liveParent = all.find(({ name }) => name === LIVE_STATE)?.parent;
	const names = new Set(rows.map(({ name }) => name));
	return rows.map((row): SystemSnapshot => ({
		id: row.name,
		name: row.name,
		description: row.description.text,
		createdAt: row.snaptime,
		...(row.parent !== undefined && names.has(row.parent) ? { parentId: row.parent } : {}),
		current: row.name === liveParent,
		consistency: consistencyOf(row),
		state: stateOf(row, isAlive),
		...(revertOnlyWhenNewest === undefined ? {} : { revertOnlyWhenNewest }),
	}));
}

/** The very one, unless it is gone: one that was made anew under its name is another. */
export const sameOf = (
	snapshots: readonly SystemSnapshot[],
	{ id, createdAt }: SystemSnapshot,
): SystemSnapshot | undefined =>
	snapshots.find((one) => one.id === id && one.createdAt.getTime() === createdAt.getTime());

function consistencyOf({ vmstate, description }: SnapshotRow): SystemSnapshot['consistency'] {
	if (vmstate) return 'memory';
	return description.quiesced ? 'quiesced' : 'crash';
}

/** What is half-done, with nobody at it any more, stays so: it has failed. */
function stateOf({ snapstate }: SnapshotRow, isAlive: boolean): SnapshotState {
	if (snapstate === undefined) return 'ready';
	if (!isAlive) return 'failed';
	return snapstate === 'delete' ? 'deleting' : 'creating';
}

async function isBeingWorkedOn(
	on: Proxmox,
	target: TargetRef,
	signal: AbortSignal,
): Promise<boolean> {
	const { lock } = await statusOf(on.client, on.guests, target, signal);
	if (lock === undefined) return false;
	return await isAtWork(on, await on.guests.locate(target, signal), signal);
}
