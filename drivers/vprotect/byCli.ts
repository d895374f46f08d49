import { hasCode } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { pollWithin } from '../polling';
import type { CommandResult } from '../transports/ssh';
import { wordsOf } from './cli';
import type { Vprotect } from './level';
import { refusal } from './refusals';
import { assertFree, finished, SHOWN_WITHIN_MS, tasksOf, type Task } from './tasks';

interface Work {
	/** As a sentence begins: `The revert`. */
	readonly what: string;
	readonly command: () => Promise<CommandResult>;
	readonly isItsTask: (task: Task) => boolean;
}

/**
 * Lets the command line begin a task, and waits for it by the API, whether or not the command line does so
 * too: the state of the task tells more than the words of a program.
 */
export async function workByCli(
	{ client, clock }: Vprotect,
	target: TargetRef,
	{ what, command, isItsTask }: Work,
	signal: AbortSignal,
): Promise<void> {
	const tasks = await tasksOf(client, target, signal);
	assertFree(target, tasks, clock.now());
	const known = new Set(tasks.map(({ guid }) => guid));
	const look = async (): Promise<Task | undefined> => {
		const now = await tasksOf(client, target, signal);
		return now.find((task) => isItsTask(task) && !known.has(task.guid));
	};
	const lookPatiently = async () => await pollWithin(clock, SHOWN_WITHIN_MS, signal, look);

	const result = await command().catch((error: unknown) => {
		// The connection broke; whether the command did its work, the tasks tell.
		if (!hasCode(error, 'UNREACHABLE')) throw error;
		return error;
	});
	const isRefused = 'exitCode' in result && result.exitCode !== 0;
	const task = await (isRefused ? look() : lookPatiently());
	if (task !== undefined) {
		await finished({ client, clock }, target, what, task.guid, signal);
		return;
	}
	if (!('exitCode' in result)) throw result;
	throw refusal(
		'TASK_FAILED',
		target,
		isRefused
			? `${what} of ${target.name} was refused by vProtect’s command line: ${wordsOf(result)}`
			: `vProtect’s command line took the order, but shows no task: ${what} of ${target.name}`,
		{ advice: 'Look at the task list in vProtect before you run again.' },
	);
}
