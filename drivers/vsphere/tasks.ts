import { z } from 'zod';
import { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { pollUntil } from '../polling';
import { VSPHERE } from './errors';
import type { Vsphere } from './level';
import { read, wanted } from './properties';
import { isFault, VimFault } from './soap/answer';
import type { Call, Ref } from './soap/request';
import {
	anything,
	instant,
	maybe,
	one,
	record,
	reference,
	text,
	whole,
	type Value,
} from './soap/value';

export const taskInfo = record({
	key: one(text),
	descriptionId: maybe(text),
	state: one(text).pipe(z.enum(['queued', 'running', 'success', 'error'])),
	progress: maybe(whole),
	result: maybe(anything),
	error: maybe(record({ fault: maybe(anything), localizedMessage: maybe(text) })),
	startTime: maybe(instant),
	reason: maybe(record({ userName: maybe(text) })),
});
export type TaskInfo = z.output<typeof taskInfo>;

const TASK = wanted('Task', { info: taskInfo });

/** What came of a task. `forgotten`: the server no longer knows it; what it left behind tells more then. */
export type TaskOutcome = { readonly result: Value | undefined } | 'forgotten';

/** Begins a task and waits for its end. When the signal aborts, the task goes on by itself. */
export async function perform(
	{ client, clock }: Vsphere,
	call: Call,
	signal: AbortSignal,
): Promise<TaskOutcome> {
	const task = reference.parse((await client.call(call, signal))[0]);
	return await pollUntil(clock, signal, async (): Promise<TaskOutcome | undefined> => {
		const info = await infoOf({ client }, task, signal);
		switch (info?.state) {
			case undefined:
				return 'forgotten';
			case 'success':
				return { result: info.result };
			case 'error':
				throw faultOf(info, client.address);
			case 'queued':
			case 'running':
				return undefined;
		}
	});
}

/** undefined: the server keeps a finished task for some minutes only. */
export async function infoOf(
	{ client }: Pick<Vsphere, 'client'>,
	task: Ref,
	signal: AbortSignal,
): Promise<TaskInfo | undefined> {
	try {
		return (await read(client, task, TASK, signal)).info;
	} catch (error) {
		if (isFault(error, 'ManagedObjectNotFound')) return undefined;
		throw error;
	}
}

function faultOf({ key, error }: TaskInfo, address: string): VimFault {
	const said = error?.localizedMessage?.trim() ?? '';
	const kind = error?.fault?.kind ?? '';
	return new VimFault(
		kind,
		said === '' ? `task ${key} failed` : said,
		address,
		error?.fault?.members,
	);
}

/** `VirtualMachine.consolidateDisks (task-7) of backup@vsphere.local is running at 40 % since …` */
export function inWords({
	key,
	descriptionId,
	state,
	progress,
	startTime,
	reason,
}: TaskInfo): string {
	const by = reason?.userName === undefined ? '' : ` of ${reason.userName}`;
	const at = progress === undefined ? '' : ` at ${progress} %`;
	const since = startTime === undefined ? '' : ` since ${startTime.toISOString()}`;
	return `vSphere’s task ${descriptionId ?? 'without a name'} (${key})${by} is ${state}${at}${since}`;
}

/** `TaskInProgress` names the task that holds the VM; people want to know what it does. */
export async function withHolder(
	on: Vsphere,
	target: TargetRef | undefined,
	error: unknown,
	signal: AbortSignal,
): Promise<unknown> {
	if (target === undefined || !isFault(error, 'TaskInProgress')) return error;
	const holder = reference.safeParse(error.detail.task?.[0]);
	if (!holder.success) return error;
	const info = await infoOf(on, holder.data, signal).catch(() => undefined); // BUSY is told either way
	const why = info === undefined ? `vSphere’s task ${holder.data.value} holds it` : inWords(info);
	return new SnapshotError('BUSY', `${target.name} is busy: ${why}`, {
		system: VSPHERE,
		target,
		cause: error,
	});
}
