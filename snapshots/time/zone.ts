import { IANAZone } from 'luxon';
import { SnapshotError } from '../errors';
import { LocalTime } from './localTime';

/**
 * Within a block the offset is the same throughout when it is the same at both ends: of all zones, the two
 * closest changes that undo each other are four days apart (tz database: Freetown, September 1939).
 */
const BLOCK_MS = 3 * 86_400_000;

/** More than any zone's offset from UTC: as long before and after, no clock shows a local time. */
const BEYOND_ANY_OFFSET_MS = 16 * 3_600_000;

interface Span {
	/** Inclusive. */
	readonly from: number;
	/** Exclusive. */
	readonly until: number;
	readonly offsetMs: number;
}

const NOWHERE: Span = { from: Infinity, until: -Infinity, offsetMs: 0 };

/**
 * The clock on the wall of one zone: what it shows at an instant, and when it shows a local time. Asking Intl
 * for an offset costs microseconds, so it is asked once for each block of days that is looked at, and a block
 * with a change of the clocks is searched for it once.
 */
export class Zone {
	/** What was once found out stays true; there are only so many zones and days. */
	private static readonly known = new Map<string, Zone>();

	static named(name: string): Zone {
		const zone = Zone.known.get(name) ?? new Zone(name);
		Zone.known.set(name, zone);
		return zone;
	}

	private readonly zone: IANAZone;
	private readonly blocks = new Map<number, readonly Span[]>();
	private span = NOWHERE;

	private constructor(readonly name: string) {
		this.zone = IANAZone.create(name);
		if (!this.zone.isValid) {
			throw new SnapshotError('INVALID_INPUT', `timeZone is unknown: "${name}"`, {
				system: 'time',
				advice: 'Choose an IANA time zone such as Europe/Paris.',
			});
		}
	}

	localTime(instant: number): LocalTime {
		return new LocalTime(instant, this.offsetMs(instant));
	}

	offsetMs(instant: number): number {
		if (instant < this.span.from || instant >= this.span.until) this.span = this.find(instant);
		return this.span.offsetMs;
	}

	/**
	 * When the clock shows a local time, in milliseconds as if it showed UTC: the first time, if it does so
	 * twice; if it never does, the first instant after the gap. Later local times never come earlier.
	 */
	instantOf(local: number): number {
		const before = this.offsetMs(local - BEYOND_ANY_OFFSET_MS);
		const first = local - before;
		if (this.offsetMs(first) === before) return first;
		const after = this.offsetMs(local + BEYOND_ANY_OFFSET_MS);
		const later = local - after;
		if (this.offsetMs(later) === after) return later;
		return this.changeBetween(local - BEYOND_ANY_OFFSET_MS, local + BEYOND_ANY_OFFSET_MS);
	}

	private find(instant: number): Span {
		const block = Math.floor(instant / BLOCK_MS);
		let spans = this.blocks.get(block);
		if (spans === undefined) {
			spans = this.spansBetween(block * BLOCK_MS, (block + 1) * BLOCK_MS);
			this.blocks.set(block, spans);
		}
		return spans.find(({ until }) => instant < until) ?? NOWHERE;
	}

	private spansBetween(start: number, end: number): readonly Span[] {
		const spans: Span[] = [];
		const last = this.ask(end - 1);
		let from = start;
		for (let offsetMs = this.ask(start); offsetMs !== last; offsetMs = this.ask(from)) {
			const until = this.changeBetween(from, end - 1);
			spans.push({ from, until, offsetMs });
			from = until;
		}
		return [...spans, { from, until: end, offsetMs: last }];
	}

	/** The first instant found, by halving, whose offset is not the one of `from`. */
	private changeBetween(from: number, to: number): number {
		const offsetMs = this.ask(from);
		let before = from;
		let after = to;
		while (after - before > 1) {
			const middle = Math.floor((before + after) / 2);
			if (this.ask(middle) === offsetMs) before = middle;
			else after = middle;
		}
		return after;
	}

	private ask(instant: number): number {
		return Math.round(this.zone.offset(instant) * 60_000);
	}
}
