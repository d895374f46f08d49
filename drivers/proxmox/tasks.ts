import { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import { Misunderstanding, RefusedAnswer } from '../failures';
import { pollUntil } from '../polling';
import type { ProxmoxClient } from './client';
import type { Guest } from './guests';
import { text } from './schema';

/** `UPID:NODE:PID:PSTART:STARTTIME:TYPE:ID:USER:`; the node in it is the one that knows the task. */
const UPID = /^UPID:([^:]+):[0-9A-F]+:[0-9A-F]+:[0-9A-F]+:[^:]+:[^:]*:[^:]+:$/i;

export interface Task {
	readonly upid: string;
	readonly path: string;
}

export function taskOf(answer: unknown): Task {
	const upid = typeof answer === 'string' ? answer : '';
	const node = UPID.exec(upid)?.[1];
	if (node === undefined) throw new Misunderstanding('it names no task');
	return { upid, path: `/nodes/${encodeURIComponent(node)}/tasks/${encodeURIComponent(upid)}` };
}

/** The task was taken and begun, and then ended with an error: in the words of the task. */
export class FailedTask extends RefusedAnswer {
	constructor(
		said: string,
		address: string,
		readonly upid: string,
	) {
		super(500, said, address);
	}
}

const taskStatus = z.object({ status: text, exitstatus: text });

const WARNINGS = /^WARNINGS: \d+/;
/** For a moment a task can be over, and its last line not be written yet. */
const NOT_YET_WRITTEN = /^$|^unexpected status$|unable to get last line/;
const WRITTEN_WITHIN_MS = 1000;

/** Resolves when the task has done its work, with warnings or without; the answer is 200 all along. */
export async function finished(
	{ client, clock }: { readonly client: ProxmoxClient; readonly clock: Clock },
	{ upid, path }: Task,
	signal: AbortSignal,
): Promise<void> {
	const ended = async (): Promise<string | undefined> => {
		const { status, exitstatus } = await client.get(`${path}/status`, taskStatus, signal);
		return status === 'stopped' ? exitstatus : undefined;
	};
	let outcome = await pollUntil(clock, signal, ended);
	if (NOT_YET_WRITTEN.test(outcome)) {
		await clock.sleep(WRITTEN_WITHIN_MS, signal);
		outcome = (await ended()) ?? outcome;
	}
	if (outcome === 'OK' || WARNINGS.test(outcome)) return;
	throw new FailedTask(outcome === '' ? 'unexpected status' : outcome, client.address, upid);
}

const logLines = z.array(z.object({ t: text }));
/** A snapshot writes some lines for each disk; with memory, one a second for the first minute. */
const MOST_LINES = 2000;

export async function logOf(
	client: ProxmoxClient,
	{ path }: Task,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const lines = await client.get(`${path}/log`, logLines, signal, { start: 0, limit: MOST_LINES });
	return lines.map(({ t }) => t);
}

const activeTasks = z.array(z.object({ type: text, user: text }));

/** What works on a guest, as far as this account may see it: its own tasks, and all with Sys.Audit. */
export const tasksOn = async (
	client: ProxmoxClient,
	{ node, vmid }: Guest,
	signal: AbortSignal,
): Promise<z.output<typeof activeTasks>> =>
	await client.get(`/nodes/${encodeURIComponent(node)}/tasks`, activeTasks, signal, {
		vmid,
		source: 'active',
	});
