import type { Guids } from './guids';
import type { Order, Task } from './entities';
import type { EventSource } from './timeline';

/** Thrown by a task's work: the task has failed, and this is why. */
export class TaskFailure extends Error {
	override readonly name = 'TaskFailure';
}

export interface NodeLimits {
	/** How many tasks run at once, in all and on one hypervisor. */
	readonly threads: number;
	readonly threadsPerSource: number;
}

interface QueueSettings {
	readonly guids: Guids;
	readonly now: () => number;
	readonly limits: NodeLimits;
	readonly secondsOf: (task: Task) => number;
	/** Does what the task is for; throws `TaskFailure`. */
	readonly work: (task: Task) => void;
	readonly failed: (task: Task) => void;
	readonly windowMissed: () => 'FAILED' | 'CANCELLED';
}

/** Tasks of the node: the higher priority first, then the older; some at once; each inside its window. */
export class TaskQueue implements EventSource {
	readonly tasks = new Map<string, Task>();
	/** While true, tasks that come in never end once they have begun. */
	neverEnding = false;
	private readonly queued: Task[] = [];
	private readonly running = new Set<Task>();
	private held = false;
	/** Since when it is worth looking whether something can start. */
	private lookAt: number | undefined;
	private count = 0;

	constructor(private readonly settings: QueueSettings) {}

	add({ retries, ...order }: Order): Task {
		const task: Task = {
			...order,
			guid: this.settings.guids.next('task'),
			number: (this.count += 1),
			windowStart: this.settings.now(),
			neverEnds: this.neverEnding,
			state: 'QUEUED',
			startedAt: null,
			endsAt: null,
			finishedAt: null,
			retriesLeft: retries,
			message: null,
		};
		this.tasks.set(task.guid, task);
		this.enqueue(task);
		return task;
	}

	/** The node takes up nothing new; what runs goes on. */
	hold(): void {
		this.held = true;
	}

	release(): void {
		this.held = false;
		this.lookAt = this.settings.now();
	}

	cancel(task: Task): void {
		this.end(task, 'CANCELLED');
	}

	forget(task: Task): void {
		this.tasks.delete(task.guid);
	}

	nextAt(): number | undefined {
		if (this.lookAt !== undefined) return this.lookAt;
		let first: number | undefined;
		const note = (at: number | null): void => {
			if (at !== null && (first === undefined || at < first)) first = at;
		};
		for (const { endsAt } of this.running) note(endsAt);
		for (const { windowEnd } of this.queued) note(windowEnd);
		return first;
	}

	happen(): void {
		if (this.lookAt !== undefined) {
			this.lookAt = undefined;
			this.startWhatCan();
			return;
		}
		const now = this.settings.now();
		for (const task of [...this.running]) {
			if (task.endsAt !== null && task.endsAt <= now) this.finish(task);
		}
		if (this.lookAt === undefined) this.failWhatIsLate(now);
	}

	private enqueue(task: Task): void {
		task.state = 'QUEUED';
		const comesBefore = (other: Task): boolean =>
			task.priority > other.priority ||
			(task.priority === other.priority && task.number < other.number);
		const place = this.queued.findIndex(comesBefore);
		this.queued.splice(place < 0 ? this.queued.length : place, 0, task);
		this.lookAt ??= this.settings.now();
	}

	private startWhatCan(): void {
		const { limits, now, secondsOf } = this.settings;
		for (let at = 0; at < this.queued.length && !this.held;) {
			if (this.running.size >= limits.threads) return;
			const task = this.queued[at] as Task;
			if (this.runningOnSourceOf(task) >= limits.threadsPerSource) {
				at += 1;
				continue;
			}
			this.queued.splice(at, 1);
			this.running.add(task);
			task.state = 'RUNNING';
			task.startedAt = now();
			task.endsAt = task.neverEnds ? null : now() + secondsOf(task) * 1000;
		}
	}

	private runningOnSourceOf({ vm }: Task): number {
		if (vm === null) return 0;
		let count = 0;
		for (const task of this.running) if (task.vm?.hypervisor === vm.hypervisor) count += 1;
		return count;
	}

	private finish(task: Task): void {
		try {
			this.settings.work(task);
		} catch (error) {
			if (!(error instanceof TaskFailure)) throw error;
			this.fail(task, error.message);
			return;
		}
		this.end(task, 'FINISHED');
	}

	private fail(task: Task, message: string): void {
		task.message = message;
		if (task.retriesLeft > 0) {
			task.retriesLeft -= 1;
			this.running.delete(task);
			this.enqueue(task);
			return;
		}
		this.end(task, 'FAILED');
		this.settings.failed(task);
	}

	private failWhatIsLate(now: number): void {
		for (const task of [...this.queued]) {
			if (task.windowEnd === null || task.windowEnd > now) continue;
			task.message = 'The task could not be started inside its start window';
			this.end(task, this.settings.windowMissed());
		}
	}

	private end(task: Task, state: 'FINISHED' | 'FAILED' | 'CANCELLED'): void {
		const place = this.queued.indexOf(task);
		if (place >= 0) this.queued.splice(place, 1);
		this.running.delete(task);
		task.state = state;
		task.endsAt = null;
		task.finishedAt = this.settings.now();
		this.lookAt ??= this.settings.now();
	}
}
