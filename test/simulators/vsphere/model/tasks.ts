import type { Fault } from '../wire/fault';
import { Fault as VimFault } from '../wire/fault';
import { ref, type Ref, type Value } from '../wire/values';
import type { Agenda } from './agenda';
import { notSupported, requestCanceled, taskInProgress } from './faults';
import { invalidState } from './faults';

/** What a task is about, and what it keeps others from. */
export interface Lockable {
	readonly ref: Ref;
	readonly name: string;
}

export interface Order {
	/** `VirtualMachine.createSnapshot`. */
	readonly descriptionId: string;
	readonly entity: Lockable;
	readonly seconds: number;
	readonly userName: string;
	readonly cancelable?: boolean;
	/** Does what the task is for, when it ends; throws a `Fault`. */
	readonly work: (task: Task) => Value | undefined;
	/** When it was cancelled while it ran. */
	readonly cancelled?: () => void;
	/** A merge of disks stays at 95 % for most of its time. */
	readonly lingers?: boolean;
}

export type TaskState = 'queued' | 'running' | 'success' | 'error';

export interface Task extends Omit<Order, 'work' | 'cancelled'> {
	readonly ref: Ref;
	readonly queuedAt: number;
	state: TaskState;
	startedAt: number | undefined;
	/** Infinity: it never ends by itself. */
	endsAt: number;
	completedAt: number | undefined;
	wasCancelled: boolean;
	result: Value | undefined;
	error: Fault | undefined;
}

interface Trap {
	readonly fits: (task: Task) => boolean;
	readonly fault: Fault;
	/** At which part of its time: 1 is the end. */
	readonly at: number;
	left: number;
}

interface TaskSettings {
	readonly agenda: Agenda;
	readonly queueSeconds: number;
	readonly lifeSeconds: () => number;
	readonly valueOf: (descriptionId: string, entity: Lockable, number: number) => string;
}

/** Every task that can still be looked at: queued → running → success or error, by the agenda's time. */
export class Tasks {
	/** While true, tasks that come in never end once they have begun. */
	neverEnding = false;
	private readonly tasks = new Map<string, Task>();
	private readonly orders = new Map<Task, Order>();
	private traps: Trap[] = [];
	private count = 0;

	constructor(private readonly settings: TaskSettings) {}

	find(value: string): Task | undefined {
		return this.tasks.get(value);
	}

	get all(): readonly Task[] {
		return [...this.tasks.values()];
	}

	/** Throws `TaskInProgress` while another task is at work on it. */
	refuseBusy(entity: Lockable): void {
		const holder = this.holderOf(entity);
		if (holder !== undefined) throw taskInProgress(holder.ref);
	}

	holderOf(entity: Lockable): Task | undefined {
		return this.all.find((task) => task.entity === entity && this.isOpen(task));
	}

	begin(order: Order): Task {
		const task = this.enter(order);
		const { agenda, queueSeconds } = this.settings;
		agenda.plan(agenda.now() + queueSeconds * 1000, () => this.start(task));
		return task;
	}

	/** One that begins and fails, for calls that tell their refusal that way. It keeps nobody from anything. */
	doom(order: Order, fault: Fault): Task {
		const nobody = { ...order.entity };
		const work = (): never => {
			throw fault;
		};
		return this.begin({ ...order, entity: nobody, seconds: 0, work, cancelled: undefined });
	}

	trap(fits: (task: Task) => boolean, fault: Fault, at: number, times: number): void {
		this.traps.push({ fits, fault, at, left: times });
	}

	/** Throws where it is over, or not made to be cancelled. */
	cancel(task: Task): void {
		if (!this.isOpen(task)) throw invalidState();
		if (task.cancelable !== true) throw notSupported();
		this.abandon(task);
	}

	/** Whatever it is. */
	abandon(task: Task): void {
		const hadBegun = task.state === 'running';
		task.wasCancelled = true;
		task.error = requestCanceled();
		this.end(task, 'error');
		if (hadBegun) this.orders.get(task)?.cancelled?.();
	}

	forget(task: Task): void {
		this.tasks.delete(task.ref.value);
		this.orders.delete(task);
	}

	isOpen({ state }: Task): boolean {
		return state === 'queued' || state === 'running';
	}

	private enter(order: Order): Task {
		const { agenda, valueOf } = this.settings;
		const value = valueOf(order.descriptionId, order.entity, (this.count += 1));
		const task: Task = {
			...order,
			ref: ref('Task', value),
			seconds: this.neverEnding ? Infinity : order.seconds,
			queuedAt: agenda.now(),
			state: 'queued',
			startedAt: undefined,
			endsAt: Infinity,
			completedAt: undefined,
			wasCancelled: false,
			result: undefined,
			error: undefined,
		};
		this.tasks.set(value, task);
		this.orders.set(task, order);
		return task;
	}

	private start(task: Task): void {
		if (task.state !== 'queued') return;
		const { agenda } = this.settings;
		const trap = this.takeTrap(task);
		task.state = 'running';
		task.startedAt = agenda.now();
		task.endsAt = agenda.now() + task.seconds * 1000;
		const until = trap === undefined ? task.endsAt : agenda.now() + trap.at * task.seconds * 1000;
		agenda.plan(until, () => this.finish(task, trap?.fault));
	}

	private finish(task: Task, trapped: Fault | undefined): void {
		if (task.state !== 'running') return;
		try {
			if (trapped !== undefined) throw trapped;
			task.result = this.orders.get(task)?.work(task);
			this.end(task, 'success');
		} catch (error) {
			if (!(error instanceof VimFault)) throw error;
			task.error = error;
			this.end(task, 'error');
		}
	}

	private takeTrap(task: Task): Trap | undefined {
		const trap = this.traps.find(({ fits }) => fits(task));
		if (trap === undefined) return undefined;
		trap.left -= 1;
		if (trap.left <= 0) this.traps = this.traps.filter((one) => one !== trap);
		return trap;
	}

	private end(task: Task, state: 'success' | 'error'): void {
		const { agenda, lifeSeconds } = this.settings;
		task.state = state;
		task.completedAt = agenda.now();
		agenda.plan(agenda.now() + lifeSeconds() * 1000, () => this.forget(task));
	}
}

/** Per cent; undefined: there is none. */
export function progressOf(task: Task, now: number): number | undefined {
	const { state, startedAt, seconds, lingers } = task;
	if (state !== 'running' || startedAt === undefined) return undefined;
	const part = seconds === Infinity ? 0 : seconds === 0 ? 1 : (now - startedAt) / (seconds * 1000);
	return Math.min(lingers === true ? 95 : 99, Math.floor(part * (lingers === true ? 300 : 100)));
}
