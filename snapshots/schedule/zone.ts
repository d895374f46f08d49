import { IANAZone } from 'luxon';
import { DAY_MS, type DayNumber } from './calendar';

const HOUR_MS = 3_600_000;
/** In no zone did two changes of the clocks that undo each other ever lie as close as this. */
const CHUNK_MS = 3 * DAY_MS;
/** More than any zone's offset: by then no clock has shown the local time yet. */
const BEFORE_ANY_CLOCK_MS = 16 * HOUR_MS;

/** A span in which a zone's offset from UTC stays the same; `to` is not part of it. */
interface Stretch {
	readonly from: number;
	readonly to: number;
	readonly offset: number;
}

/**
 * The clock on the wall of one zone. Local times are milliseconds as if the clock showed UTC. Asking the
 * platform for an offset is what is slow, so the offsets are kept, chunk by chunk, as they are asked for.
 */
export class Zone {
	private static readonly known = new Map<string, Zone>();
	private readonly chunks = new Map<number, readonly Stretch[]>();
	private readonly zone: IANAZone;

	private constructor(name: string) {
		this.zone = IANAZone.create(name);
	}

	static named(name: string): Zone {
		const known = Zone.known.get(name) ?? new Zone(name);
		Zone.known.set(name, known);
		return known;
	}

	/** The date that the calendar on the wall shows. */
	dayAt(instant: number): DayNumber {
		return Math.floor((instant + this.stretchAt(instant).offset) / DAY_MS);
	}

	/**
	 * When the clock shows a local time: the first time, if it does so twice; if it never does, the first
	 * instant after the gap. Later local times never come earlier.
	 */
	instantOf(local: number): number {
		let stretch = this.stretchAt(local - BEFORE_ANY_CLOCK_MS);
		while (local - stretch.offset >= stretch.to) stretch = this.stretchAt(stretch.to);
		return Math.max(local - stretch.offset, stretch.from);
	}

	private stretchAt(instant: number): Stretch {
		const chunk = Math.floor(instant / CHUNK_MS);
		const stretches = this.chunks.get(chunk) ?? this.learn(chunk);
		for (const stretch of stretches) if (instant < stretch.to) return stretch;
		throw new RangeError(`No offset is known at ${instant}`);
	}

	private learn(chunk: number): readonly Stretch[] {
		const from = chunk * CHUNK_MS;
		const to = from + CHUNK_MS;
		const changes = this.changesBetween(from, this.offsetAt(from), to, this.offsetAt(to));
		const edges = [from, ...changes.filter((at) => at < to), to];
		const learned = edges
			.slice(0, -1)
			.map((edge, at) => ({ from: edge, to: edges[at + 1] ?? to, offset: this.offsetAt(edge) }));
		this.chunks.set(chunk, learned);
		return learned;
	}

	/** The first instants of each new offset after `from` up to and including `to`. */
	private changesBetween(from: number, before: number, to: number, after: number): number[] {
		if (before === after) return [];
		if (to - from === 1) return [to];
		const middle = Math.floor((from + to) / 2);
		const between = this.offsetAt(middle);
		return [
			...this.changesBetween(from, before, middle, between),
			...this.changesBetween(middle, between, to, after),
		];
	}

	private offsetAt(instant: number): number {
		return this.zone.offset(instant) * 60_000;
	}
}
