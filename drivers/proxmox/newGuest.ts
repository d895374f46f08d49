import { bounded } from '../bounded';
import type { RestoreRequest } from '../../snapshots/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { Target, TargetRef } from '../../snapshots/model';
import { RefusedAnswer } from '../failures';
import { PROXMOX, translateFailure } from './errors';
import { isGuestMissing, pathOf, readGuest, statusOf, type Guest } from './guests';
import type { Proxmox } from './level';
import { unplug } from './network';
import { bringTo } from './power';
import { FailedTask, finished, taskOf, type Task } from './tasks';

/** A clone that is under way. */
export interface Cloning {
	readonly source: TargetRef;
	readonly task: Task;
	readonly made: Guest;
}

const CLEANUP_LIMIT_MS = 60_000;

/** Waits for the clone and makes it what was asked for, or takes it away again. */
export async function finishNewGuest(
	on: Proxmox,
	{ source, task, made }: Cloning,
	{ name, connectNetwork, powerOn }: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const target = { level: 'vm', id: made.vmid, name } as const;
	let isOver = false;
	try {
		await finished(on, task, signal);
		isOver = true;
		on.guests.remember(made);
		if (!connectNetwork) await unplug(on, target, signal);
		if (powerOn) await bringTo(on, target, 'running', signal);
		return await readGuest(on.client, on.guests, target, signal);
	} catch (error) {
		isOver ||= error instanceof FailedTask;
		const removed = on.finish(remove(on, task, made, name, isOver));
		if (signal.aborted) {
			removed.catch(() => undefined); // whoever cancelled is not kept waiting; closing waits for it
			throw signal.reason;
		}
		const left = await removed.then(
			() => undefined,
			(failure: unknown) => failure,
		);
		throw left === undefined ? error : halfMade(source, { made, name }, error);
	}
}

/** A clone that fails takes its own half-made guest away; what of it is left all the same must go. */
async function remove(
	on: Proxmox,
	task: Task,
	made: Guest,
	name: string,
	isOver: boolean,
): Promise<void> {
	const target = { level: 'vm', id: made.vmid, name } as const;
	await bounded(on.clock, CLEANUP_LIMIT_MS, async (signal) => {
		if (!isOver) await ended(on, task, signal);
		const present = await presentName(on, target, made, signal);
		if (present === undefined) return;
		// The wrong guest must never go.
		if (present !== name) throw new Error(`guest ${made.vmid} is named ${present}`);
		await bringTo(on, target, 'stopped', signal);
		const path = pathOf(made);
		await finished(on, taskOf(await on.client.delete(path, signal)), signal);
	});
}

/** Breaks a task off that may still run, and waits for its end, whatever that is. */
async function ended(on: Proxmox, task: Task, signal: AbortSignal): Promise<void> {
	await on.client.delete(task.path, signal);
	await finished(on, task, signal).catch((error: unknown) => {
		if (!(error instanceof RefusedAnswer)) throw error; // a task that failed has ended, too
	});
}

async function presentName(
	on: Proxmox,
	target: TargetRef,
	made: Guest,
	signal: AbortSignal,
): Promise<string | undefined> {
	try {
		on.guests.remember(made);
		return (await statusOf(on.client, on.guests, target, signal)).name;
	} catch (error) {
		const isGone = error instanceof SnapshotError && error.code === 'NOT_FOUND';
		if (isGone || isGuestMissing(error)) return undefined;
		throw error;
	}
}

function halfMade(
	source: TargetRef,
	{ made, name }: { readonly made: Guest; readonly name: string },
	cause: unknown,
): SnapshotError {
	const why = translateFailure(cause, { doing: `make ${name} from ${source.name}` });
	return new SnapshotError(
		why.code,
		`${why.message}. The half-made guest ${name} (${made.vmid}) on node ${made.node} could not be removed`,
		{
			system: PROXMOX,
			target: source,
			cause,
			advice: `Remove ${name} in Proxmox VE, then run again.`,
		},
	);
}
