import type { RevertRequest } from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { sortNewestFirst } from '../../snapshots/order';
import { NOT_MOST_RECENT, PROXMOX, translateFailure } from './errors';
import { RefusedAnswer } from '../failures';
import { powerStateOf, readGuest, statusOf } from './guests';
import type { Proxmox } from './level';
import { assertUnlocked } from './locks';
import { bringTo, powerOf } from './power';
import { refusal, snapshotGone } from './refusals';
import { sameOf, snapshotsOf } from './snapshots';
import { finished, taskOf } from './tasks';

/** Rolls back. What runs is cut off by the system first; the power state asked for is brought about after. */
export async function revertToSnapshot(
	on: Proxmox,
	target: Target,
	snapshot: SystemSnapshot,
	{ power }: RevertRequest,
	signal: AbortSignal,
): Promise<Target> {
	const { client, guests } = on;
	const all = await snapshotsOf(on, target, signal);
	const found = sameOf(all, snapshot);
	if (found === undefined) throw snapshotGone(target, snapshot);
	assertPossible(target, found, all);
	const status = await statusOf(client, guests, target, signal);
	await assertUnlocked(on, target, status, signal);
	const wasOn = powerStateOf(status) !== 'stopped';
	try {
		const task = await guests.ask(target, signal, async (path) => {
			const name = encodeURIComponent(found.name);
			return taskOf(await client.post(`${path}/snapshot/${name}/rollback`, {}, signal));
		});
		await finished(on, task, signal);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof RefusedAnswer && NOT_MOST_RECENT.test(error.said)) {
			throw newestOnly(target, found, all, error.said);
		}
		throw wasOn ? await nowStopped(on, target, found, error, signal) : error;
	}
	if (power !== 'asSnapshot') await bringToAfterRevert(on, target, found, power, signal);
	return await readGuest(client, guests, target, signal);
}

function assertPossible(
	target: Target,
	found: SystemSnapshot,
	all: readonly SystemSnapshot[],
): void {
	if (found.state !== 'ready') {
		throw refusal(
			'CONFLICT',
			target,
			`Snapshot ${found.name} of ${target.name} is ${found.state}`,
			{
				advice: 'It is not whole. Choose another one. Nothing was changed.',
			},
		);
	}
	if (found.revertOnlyWhenNewest === undefined || newerThan(found, all).length === 0) return;
	throw newestOnly(target, found, all, found.revertOnlyWhenNewest);
}

const newerThan = (
	{ id }: SystemSnapshot,
	all: readonly SystemSnapshot[],
): readonly SystemSnapshot[] => {
	const sorted = sortNewestFirst(all);
	return sorted.slice(
		0,
		sorted.findIndex((one) => one.id === id),
	);
};

function newestOnly(
	target: Target,
	found: SystemSnapshot,
	all: readonly SystemSnapshot[],
	why: string,
): SnapshotError {
	const names = newerThan(found, all).map(({ name }) => name);
	const inTheWay =
		names.length === 0 ? 'Others on the storage itself' : `Newer ones (${names.join(', ')})`;
	return refusal(
		'CONFLICT',
		target,
		`${target.name} can’t be reverted to ${found.name}, only to its newest snapshot: ${why}`,
		{
			advice: `${inTheWay} stand in the way. Delete them first, newest first. Nothing was changed.`,
		},
	);
}

/** A rollback cuts a running guest off before it begins, and a failed one leaves it so. */
async function nowStopped(
	on: Proxmox,
	target: Target,
	{ name }: SystemSnapshot,
	cause: unknown,
	signal: AbortSignal,
): Promise<unknown> {
	const power = await powerOf(on, target, signal).catch(() => 'unknown'); // the first failure says more
	if (power !== 'stopped') return cause;
	const doing = `revert ${target.name} to snapshot ${name}`;
	const { code, message, advice } = translateFailure(cause, { doing, target });
	return new SnapshotError(code, `${message}. It was cut off for this and is stopped now`, {
		system: PROXMOX,
		target,
		advice,
		cause,
	});
}

async function bringToAfterRevert(
	on: Proxmox,
	target: Target,
	{ name }: SystemSnapshot,
	power: 'running' | 'stopped',
	signal: AbortSignal,
): Promise<void> {
	try {
		await bringTo(on, target, power, signal);
	} catch (error) {
		signal.throwIfAborted();
		const doing = power === 'running' ? `start ${target.name}` : `stop ${target.name}`;
		const { code, message, advice } = translateFailure(error, { doing, target });
		throw new SnapshotError(code, `${target.name} was reverted to ${name}, but: ${message}`, {
			system: PROXMOX,
			target,
			advice: `The revert itself is done. ${advice}`,
			cause: error,
		});
	}
}
