import type { CreateRequest } from '../../snapshots/driver';
import { hasCode } from '../../snapshots/errors';
import type { SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import { pollWithin } from '../polling';
import { RefusedAnswer, Misunderstanding } from '../failures';
import { SessionLost } from './sessionLost';
import type { Vprotect } from './level';
import { assertPlatform, assertPresent } from './platforms';
import { policyFor, ruleOf } from './policyOf';
import { refusal } from './refusals';
import { ASSIGN_POLICY, PRIORITY, textOf } from './settings';
import { snapshotsOf } from './snapshots';
import { assertFree, finished, isSnapshotTask, SHOWN_WITHIN_MS, taskIn, tasksOf } from './tasks';
import { readVm } from './vms';

/** Takes a snapshot by the rule of the VM's policy, and tells which one came of it. */
export async function createSnapshot(
	on: Vprotect,
	target: Target,
	{ settings }: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	const { client, clock, policies } = on;
	const priority = priorityOf(target, textOf(settings, PRIORITY));
	const vm = await readVm(client, target, signal);
	assertPlatform(target, vm);
	assertPresent(target, vm);
	const policy = await policyFor(on, target, vm, textOf(settings, ASSIGN_POLICY), signal);
	const rule = await ruleOf(policies, target, policy, signal);
	const [tasks, before] = await Promise.all([
		tasksOf(client, target, signal),
		snapshotsOf(client, vm, signal),
	]);
	assertFree(target, tasks, clock.now());

	const order = { priority, protectedEntities: [{ guid: vm.guid }], rule: { guid: rule } };
	const known = new Set(tasks.map(({ guid }) => guid));
	const task = await ordered(on, target, order, known, signal);
	await finished(on, target, 'The snapshot', task, signal);

	const old = new Set(before.map(({ id }) => id));
	const made = await pollWithin(clock, SHOWN_WITHIN_MS, signal, async () => {
		const now = await snapshotsOf(client, vm, signal);
		return newest(now.filter(({ id }) => !old.has(id)));
	});
	if (made !== undefined) return made;
	throw refusal(
		'TASK_FAILED',
		target,
		`vProtect’s task ${task} for ${target.name} is over, but there is no new snapshot`,
		{ advice: 'Look at the task in vProtect, and at how many snapshots the policy’s rule keeps.' },
	);
}

/** Sends the order once, and tells the task. A lost answer is no lost task: it is looked for. */
async function ordered(
	on: Vprotect,
	target: TargetRef,
	order: unknown,
	known: ReadonlySet<string>,
	signal: AbortSignal,
): Promise<string> {
	const path = `/tasks/${await on.policies.family(signal)}`;
	const look = async (): Promise<string | undefined> => {
		const tasks = await tasksOf(on.client, target, signal);
		return tasks.find((task) => isSnapshotTask(task) && !known.has(task.guid))?.guid;
	};
	const lookPatiently = async () => await pollWithin(on.clock, SHOWN_WITHIN_MS, signal, look);
	try {
		const told = taskIn(await on.client.post(path, order, signal));
		if (told !== undefined) return told.guid;
	} catch (error) {
		signal.throwIfAborted();
		if (!mayBeDone(error)) throw error;
		const made = await (error instanceof SessionLost ? look() : lookPatiently());
		if (made !== undefined) return made;
		if (!(error instanceof SessionLost)) throw error;
		// Refused before it was read: now it is sent for the first time.
		const told = taskIn(await on.client.post(path, order, signal));
		if (told !== undefined) return told.guid;
	}
	const made = await lookPatiently();
	if (made !== undefined) return made;
	throw refusal(
		'TASK_FAILED',
		target,
		`vProtect took the order for a snapshot of ${target.name}, but shows no task for it`,
		{ advice: 'Look at the task list in vProtect before you run again.' },
	);
}

const mayBeDone = (error: unknown): boolean =>
	error instanceof SessionLost ||
	error instanceof Misunderstanding ||
	(error instanceof RefusedAnswer && error.status >= 500) ||
	hasCode(error, 'UNREACHABLE', 'TIMEOUT', 'INVALID_RESPONSE');

const newest = (snapshots: readonly SystemSnapshot[]): SystemSnapshot | undefined =>
	[...snapshots].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];

function priorityOf(target: TargetRef, text: string): number {
	const priority = Number(text);
	if (/^\d{1,3}$/.test(text) && priority <= 100) return priority;
	throw refusal(
		'INVALID_INPUT',
		target,
		`The priority ${JSON.stringify(text)} of the snapshot of ${target.name} is no number from 0 to 100`,
	);
}
