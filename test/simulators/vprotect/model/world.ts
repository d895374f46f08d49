import type { Clock } from '../../../../snapshots/clock';
import type { Durations } from '../durations';
import type { Quirks } from '../quirks';
import { Calendar, DailyRemoval } from './calendar';
import type { Hypervisor, Named, Policy, Rule, Schedule, Task, Vm } from './entities';
import { Guids } from './guids';
import { queueDailyRemovals, queueScheduled } from './orders';
import { SnapshotStore } from './snapshotStore';
import { noteFailure, performTask, secondsOfTask } from './taskWork';
import { TaskQueue, type NodeLimits } from './taskQueue';
import { Timeline } from './timeline';

export interface GlobalSettings {
	/** "Old snapshots removal time": milliseconds from midnight, UTC; null: never. */
	oldSnapshotsRemovalTime: number | null;
	uiTimeZone: string;
}

export interface WorldSettings {
	readonly clock: Clock;
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly limits: NodeLimits;
	readonly settings: GlobalSettings;
}

interface TaskTrap {
	readonly matches: (task: Task) => boolean;
	readonly message: string;
	left: number;
}

/** One vProtect server behind its API: what it knows, what it has to do, and its time. */
export class World {
	readonly guids = new Guids();
	readonly managers = new Map<string, Named & { readonly type: string }>();
	readonly clusters = new Map<string, Named>();
	readonly hypervisors = new Map<string, Hypervisor>();
	readonly vms = new Map<string, Vm>();
	/** On the platform, and not yet found by an inventory sync. */
	readonly undiscovered: Vm[] = [];
	readonly policies = new Map<string, Policy>();
	readonly rules = new Map<string, Rule>();
	readonly schedules = new Map<string, Schedule>();
	readonly snapshots = new SnapshotStore();
	readonly queue: TaskQueue;
	readonly node: Named = { guid: this.guids.next('node'), name: 'node1' };
	readonly quirks: Quirks;
	readonly durations: Durations;
	readonly settings: GlobalSettings;
	private readonly timeline: Timeline;
	private traps: TaskTrap[] = [];

	constructor({ clock, quirks, durations, limits, settings }: WorldSettings) {
		this.quirks = quirks;
		this.durations = durations;
		this.settings = settings;
		this.timeline = new Timeline(() => clock.now().getTime());
		const now = (): number => this.now();
		this.queue = new TaskQueue({
			guids: this.guids,
			now,
			limits,
			secondsOf: (task) => secondsOfTask(this, task),
			work: (task) => performTask(this, task),
			failed: (task) => noteFailure(this, task),
			windowMissed: () => quirks.windowMissed,
		});
		const start = (schedule: Schedule): void => queueScheduled(this, schedule);
		this.timeline.add(new Calendar(() => this.schedules.values(), now, start));
		const removalTime = (): number | null => settings.oldSnapshotsRemovalTime;
		this.timeline.add(new DailyRemoval(removalTime, () => queueDailyRemovals(this), now()));
		this.timeline.add(this.queue);
	}

	/** Epoch milliseconds. */
	now(): number {
		return this.timeline.now();
	}

	/** Lets everything happen that the clock has come to: to be called before anybody looks. */
	settle(): void {
		this.timeline.settle();
	}

	trapTasks(matches: (task: Task) => boolean, message: string, times: number): void {
		this.traps.push({ matches, message, left: times });
	}

	/** Why this task has to fail, if a test wants it to. */
	takeTrap(task: Task): string | undefined {
		const trap = this.traps.find(({ matches }) => matches(task));
		if (trap === undefined) return undefined;
		trap.left -= 1;
		if (trap.left <= 0) this.traps = this.traps.filter((one) => one !== trap);
		return trap.message;
	}

	vmsOf(policy: Policy): Vm[] {
		return [...this.vms.values()].filter(({ snapshotPolicy }) => snapshotPolicy === policy);
	}
}
