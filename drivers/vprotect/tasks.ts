import { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import type { TargetRef } from '../../snapshots/model';
import { pollUntil } from '../polling';
import type { VprotectClient } from './client';
import { refusal } from './refusals';
import { choice, optionalInstant } from './schema';

const taskRow = z
	.object({
		guid: z.string().min(1),
		type: choice,
		state: choice,
		/** In which it must start, or fails. */
		windowStart: optionalInstant,
		windowEnd: optionalInstant,
		startTime: optionalInstant,
	})
	.passthrough()
	.transform(({ guid, type, state, windowStart, windowEnd, startTime, ...others }) => {
		return { guid, type, state, windowStart, windowEnd, startTime, said: saidIn(others) };
	});
export type Task = z.output<typeof taskRow>;

const words = z.union([
	z.string().trim().min(1),
	z.object({ message: z.string().trim().min(1) }).transform(({ message }) => message),
]);

const LONGEST_SHOWN = 300;

/** Why it failed; empty when it does not tell. In which field is not published: the name gives it away. */
function saidIn(others: Readonly<Record<string, unknown>>): string {
	for (const [name, value] of Object.entries(others)) {
		if (!/message|error|reason|cause/i.test(name)) continue;
		const read = words.safeParse(value);
		if (read.success) return read.data.slice(0, LONGEST_SHOWN);
	}
	return '';
}

/** What vProtect may take to show a task that it took, and a snapshot that it made. */
export const SHOWN_WITHIN_MS = 30_000;

/** Newer servers put the kind of what is worked on in front: `VM_SNAPSHOT`. */
export const isSnapshotTask = ({ type }: Task): boolean => /^(VM_)?SNAPSHOT$/.test(type);
export const isRevertTask = ({ type }: Task): boolean => /^(VM_)?SNAPSHOT_REVERSION$/.test(type);
export const isRemovalTask = ({ type }: Task): boolean =>
	/^(VM_)?OLD_SNAPSHOTS_REMOVAL$/.test(type);

/** Every task of one VM that vProtect still remembers, ended ones too. */
export const tasksOf = async (
	client: VprotectClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly Task[]> =>
	await client.list('/tasks', taskRow, signal, { protectedEntity: target.id });

const startedTasks = z.union([z.array(taskRow), taskRow.transform((one) => [one])]).catch(() => []);

/** What the answer to an order tells of its task is not documented: often, nothing. */
export const taskIn = (answer: unknown): Task | undefined => startedTasks.parse(answer)[0];

/** Nobody else may be at work on the VM; a task that waits for a window to come is no obstacle. */
export function assertFree(target: TargetRef, tasks: readonly Task[], now: Date): void {
	const holder = tasks.find(
		({ state, windowStart }) =>
			state === 'RUNNING' || (state === 'QUEUED' && (windowStart ?? now) <= now),
	);
	if (holder === undefined) return;
	const since = holder.startTime === undefined ? '' : ` since ${holder.startTime.toISOString()}`;
	throw refusal(
		'BUSY',
		target,
		`${target.name} is busy: vProtect’s task ${holder.type} (${holder.guid}) is ${holder.state.toLowerCase()}${since}`,
	);
}

/** Resolves when the task is finished, or is forgotten: what it left behind tells more then. */
export async function finished(
	{ client, clock }: { readonly client: VprotectClient; readonly clock: Clock },
	target: TargetRef,
	what: string,
	guid: string,
	signal: AbortSignal,
): Promise<Task | undefined> {
	const { task } = await pollUntil(clock, signal, async () => {
		const found = await client.find(`/tasks/${encodeURIComponent(guid)}`, taskRow, signal);
		if (found === undefined) return { task: found };
		const isOver = found.state !== 'QUEUED' && found.state !== 'RUNNING';
		return isOver || cannotStart(found, clock.now()) ? { task: found } : undefined;
	});
	if (task === undefined || task.state === 'FINISHED') return task;
	throw unfinished(target, what, task, clock.now());
}

/** Its window is over, and it was never begun. */
const cannotStart = ({ startTime, windowEnd }: Task, now: Date): boolean =>
	startTime === undefined && windowEnd !== undefined && windowEnd < now;

function unfinished(target: TargetRef, what: string, task: Task, now: Date) {
	const { guid, state, windowStart, windowEnd } = task;
	if (cannotStart(task, now)) {
		const from = windowStart === undefined ? '' : `from ${windowStart.toISOString()} `;
		return refusal(
			'TIMEOUT',
			target,
			`${what} of ${target.name} could not start inside its window ${from}to ${windowEnd?.toISOString()}; vProtect’s task ${guid} is ${state.toLowerCase()}`,
			{
				advice:
					'vProtect was too busy. Run again later, with a higher Priority, or allow its node more snapshot threads.',
			},
		);
	}
	const why = task.said === '' ? '' : `: ${task.said}`;
	const ended = state === 'CANCELLED' ? 'was cancelled in vProtect' : 'failed';
	return refusal('TASK_FAILED', target, `${what} of ${target.name} ${ended}${why} (task ${guid})`, {
		advice: 'Look at the task in vProtect, mend the cause and run again.',
	});
}
