import { Zone } from '../retention/zone';
import { DAY_MS, type DayNumber } from './calendar';

const HOUR_MS = 3_600_000;
/** More than any zone's offset from UTC: as long before and after, no clock shows a local time. */
const BEYOND_ANY_OFFSET_MS = 16 * HOUR_MS;

/** The clock on the wall of one zone. Local times are milliseconds as if it showed UTC. */
export class WallClock {
	private static readonly known = new Map<string, WallClock>();
	private readonly zone: Zone;

	private constructor(timeZone: string) {
		this.zone = new Zone(timeZone);
	}

	/** One for each zone, since what it has learned of the zone is what makes it fast. */
	static in(timeZone: string): WallClock {
		const known = WallClock.known.get(timeZone) ?? new WallClock(timeZone);
		WallClock.known.set(timeZone, known);
		return known;
	}

	/** The date that the calendar on the wall shows. */
	dayAt(instant: number): DayNumber {
		return Math.floor((instant + this.zone.offsetMs(instant)) / DAY_MS);
	}

	/**
	 * When the clock shows a local time: the first time, if it does so twice; if it never does, the first
	 * instant after the gap. Later local times never come earlier.
	 */
	instantOf(local: number): number {
		const before = this.zone.offsetMs(local - BEYOND_ANY_OFFSET_MS);
		const first = local - before;
		if (this.zone.offsetMs(first) === before) return first;
		const after = this.zone.offsetMs(local + BEYOND_ANY_OFFSET_MS);
		const later = local - after;
		if (this.zone.offsetMs(later) === after) return later;
		return this.changeAfter(local - BEYOND_ANY_OFFSET_MS, local + BEYOND_ANY_OFFSET_MS);
	}

	/** By halving; the zone's clock was changed once in between. */
	private changeAfter(from: number, to: number): number {
		const before = this.zone.offsetMs(from);
		let [still, changed] = [from, to];
		while (changed - still > 1) {
			const middle = Math.floor((still + changed) / 2);
			if (this.zone.offsetMs(middle) === before) still = middle;
			else changed = middle;
		}
		return changed;
	}
}
