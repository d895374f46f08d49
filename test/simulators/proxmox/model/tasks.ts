import type { Agenda } from './agenda';
import { Die } from './entities';

export interface Task {
	readonly upid: string;
	readonly node: string;
	readonly pid: number;
	readonly pstart: number;
	/** Epoch seconds. */
	readonly starttime: number;
	readonly type: string;
	/** The guest's id, as text. */
	readonly id: string;
	/** Whoever asked: `root@pam`, or a token `root@pam!n8n`. */
	readonly user: string;
	/** The lines of its log. */
	readonly log: string[];
	warnings: number;
	exitstatus?: string;
	endtime?: number;
	/** The last line of the log is not written yet when it is first looked at. */
	late: boolean;
}

export interface Order {
	readonly node: string;
	readonly type: string;
	readonly id: string;
	readonly user: string;
	readonly seconds: number;
	/** Done at once, in the worker; a `Die` ends the task. */
	readonly begin?: (task: Task) => void;
	/** Done after the seconds. */
	readonly finish: (task: Task) => void;
	/** Cleans up when somebody stops it, and tells how it ends then. Default: leaves all as it stands. */
	readonly interrupted?: () => string;
	/** What the worker lets go of however it ends: locks on files. */
	readonly ended?: () => void;
}

/** How tasks that match end instead of as usual. */
export type TaskEnd =
	/** The work is done, with so many warnings. */
	| { readonly kind: 'warnings'; readonly count: number; readonly text?: string }
	/** The worker dies before it is done: `unexpected status`, and what it had locked stays locked. */
	| { readonly kind: 'workerDies' }
	/** It fails with this text before it is done, and what it had locked stays locked. */
	| { readonly kind: 'fails'; readonly message: string }
	/** As usual, but who asks first finds the log without its last line. */
	| { readonly kind: 'lateLog' };

interface Trap {
	readonly matches: (task: Task) => boolean;
	readonly end: TaskEnd;
	left: number;
}

/** Inferred: what a worker that is told to end says. */
export const INTERRUPTED = 'received interrupt';

const FIRST_PID = 242_369;

/** Workers of all nodes, by the agenda's time. */
export class Tasks {
	readonly all = new Map<string, Task>();
	/** While true, tasks that begin never end. */
	neverEnding = false;
	private readonly running = new Map<
		Task,
		{ readonly order: Order; readonly callOff: () => void }
	>();
	private traps: Trap[] = [];

	constructor(private readonly agenda: Agenda) {}

	start(order: Order): Task {
		const task = this.newTask(order);
		this.all.set(task.upid, task);
		try {
			order.begin?.(task);
		} catch (error) {
			this.fail(task, error);
			return task;
		}
		const seconds = this.neverEnding ? Infinity : order.seconds;
		const callOff = this.agenda.after(seconds, () => this.finish(task, order));
		this.running.set(task, { order, callOff });
		return task;
	}

	/** Somebody stops it. */
	stop(task: Task): void {
		if (task.endtime !== undefined) return;
		const running = this.running.get(task);
		running?.callOff();
		this.end(task, running?.order.interrupted?.() ?? INTERRUPTED);
	}

	trap(matches: (task: Task) => boolean, end: TaskEnd, times: number): void {
		this.traps.push({ matches, end, left: times });
	}

	private newTask({ node, type, id, user }: Order): Task {
		const pid = FIRST_PID + this.all.size;
		const starttime = Math.floor(this.agenda.now() / 1000);
		const pstart = 15_833_011 + this.all.size * 100;
		const numbers = [pid, pstart, starttime].map(eightDigits).join(':');
		const upid = `UPID:${node}:${numbers}:${type}:${id}:${user}:`;
		const log: string[] = [];
		return { upid, node, pid, pstart, starttime, type, id, user, log, warnings: 0, late: false };
	}

	private finish(task: Task, order: Order): void {
		const end = this.takeTrap(task);
		try {
			if (end?.kind === 'fails') throw new Die(end.message);
			if (end?.kind === 'workerDies') {
				this.settleAs(task, 'unexpected status');
				return;
			}
			order.finish(task);
		} catch (error) {
			this.fail(task, error);
			return;
		}
		if (end?.kind === 'warnings') warn(task, end.text ?? 'something is not quite right', end.count);
		task.late = end?.kind === 'lateLog';
		this.end(task, task.warnings > 0 ? `WARNINGS: ${task.warnings}` : 'OK');
	}

	private fail(task: Task, error: unknown): void {
		if (!(error instanceof Die)) throw error;
		this.end(task, error.message);
	}

	private end(task: Task, exitstatus: string): void {
		const succeeded = exitstatus === 'OK' || exitstatus.startsWith('WARNINGS: ');
		task.log.push(succeeded ? `TASK ${exitstatus}` : `TASK ERROR: ${exitstatus}`);
		this.settleAs(task, exitstatus);
	}

	private settleAs(task: Task, exitstatus: string): void {
		this.running.get(task)?.order.ended?.();
		this.running.delete(task);
		task.exitstatus = exitstatus;
		task.endtime = Math.floor(this.agenda.now() / 1000);
	}

	private takeTrap(task: Task): TaskEnd | undefined {
		const trap = this.traps.find(({ matches }) => matches(task));
		if (trap === undefined) return undefined;
		trap.left -= 1;
		if (trap.left <= 0) this.traps = this.traps.filter((one) => one !== trap);
		return trap.end;
	}
}

export function warn(task: Task, text: string, count = 1): void {
	for (let number = 0; number < count; number += 1) task.log.push(`WARN: ${text}`);
	task.warnings += count;
}

const eightDigits = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
