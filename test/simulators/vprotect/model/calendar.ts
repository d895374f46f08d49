import type { Schedule } from './entities';
import { nextStart } from './occurrences';
import type { EventSource } from './timeline';

interface Entry {
	readonly settings: Schedule['settings'];
	readonly at: number | undefined;
}

/** Lets each active schedule start when its time has come. */
export class Calendar implements EventSource {
	private readonly planned = new Map<Schedule, Entry>();

	constructor(
		private readonly schedules: () => Iterable<Schedule>,
		private readonly now: () => number,
		private readonly start: (schedule: Schedule) => void,
	) {}

	nextAt(): number | undefined {
		return this.first()?.at;
	}

	happen(): void {
		const due = this.first();
		if (due === undefined) return;
		this.plan(due.schedule);
		this.start(due.schedule);
	}

	private first(): { readonly schedule: Schedule; readonly at: number } | undefined {
		let first: { schedule: Schedule; at: number } | undefined;
		for (const schedule of this.schedules()) {
			const known = this.planned.get(schedule);
			const { at } = known?.settings === schedule.settings ? known : this.plan(schedule);
			if (at !== undefined && (first === undefined || at < first.at)) first = { schedule, at };
		}
		return first;
	}

	/** Settings are replaced, never changed, so an entry with other settings is out of date. */
	private plan(schedule: Schedule): Entry {
		const { settings } = schedule;
		const at = settings.active ? nextStart(settings, this.now()) : undefined;
		const entry = { settings, at };
		this.planned.set(schedule, entry);
		return entry;
	}
}

const DAY_MILLISECONDS = 86_400_000;

/** The daily removal of old snapshots, at a time of day in UTC. */
export class DailyRemoval implements EventSource {
	private doneUntil: number;

	constructor(
		private readonly timeOfDay: () => number | null,
		private readonly remove: () => void,
		now: number,
	) {
		this.doneUntil = now;
	}

	nextAt(): number | undefined {
		const timeOfDay = this.timeOfDay();
		if (timeOfDay === null) return undefined;
		const midnight = Math.floor(this.doneUntil / DAY_MILLISECONDS) * DAY_MILLISECONDS;
		const today = midnight + timeOfDay;
		return today > this.doneUntil ? today : today + DAY_MILLISECONDS;
	}

	happen(): void {
		this.doneUntil = this.nextAt() ?? this.doneUntil;
		this.remove();
	}
}
