import { z } from 'zod';
import type { TargetRef } from '../../snapshots/model';
import type { ActionAnswer } from './answers';
import type { Vergeos } from './level';
import { pollUntil } from '../polling';
import { refusal } from './refusals';
import { key, text } from './schema';

const started = z.object({ task: key });
const taskRow = z.object({ $key: key, name: text, status: text });
const FIELDS = ['$key', 'name', 'status'];

/** Some answers name a task, most do not. One that is idle, or gone, has done its work. */
export async function waitForTask(
	{ client, clock }: Vergeos,
	target: TargetRef,
	answer: ActionAnswer,
	signal: AbortSignal,
): Promise<void> {
	const named = started.safeParse(answer);
	if (!named.success) return;
	const { task } = named.data;
	await pollUntil(clock, signal, async () => {
		const row = await client.find('tasks', task, taskRow, FIELDS, signal);
		if (row?.status === 'error') {
			const message = `Task ${row.name} (${task}) of VergeOS failed for ${target.name}`;
			throw refusal('TASK_FAILED', target, message, 'Look at the task in VergeOS.');
		}
		return row === undefined || row.status === 'idle' ? true : undefined;
	});
}
