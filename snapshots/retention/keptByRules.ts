import { Duration } from 'luxon';
import { before, type Rule } from './rules';
import type { Zone } from '../time/zone';

interface RuleContext {
	readonly zone: Zone;
	/** The instant that windows are measured back from. */
	readonly newest: number;
}

/** Every rule's reason for each position in the timeline that a rule keeps. */
type Kept = Map<number, string[]>;

/** What the rules keep of those they see: positions in the timeline, newest first. */
export function keptByRules(
	seen: Uint32Array,
	instants: Float64Array,
	rules: readonly Rule[],
	context: RuleContext,
): Kept {
	const kept: Kept = new Map();
	for (const rule of rules) walk(seen, instants, rule, context, kept);
	return kept;
}

function walk(
	seen: Uint32Array,
	instants: Float64Array,
	{ bucket, limit, window, because, oldestBecause }: Rule,
	{ zone, newest }: RuleContext,
	kept: Kept,
): void {
	const edge =
		window === undefined
			? -Infinity
			: before(new Date(newest), Duration.fromISO(window), zone.name);
	const oldest = seen.at(-1);
	const met = new Set<number>();
	let previous: number | undefined;
	let count = 0;
	for (const position of seen) {
		const instant = instants[position] ?? NaN;
		if (instant <= edge || count === limit) return;
		const at = zone.localTime(instant);
		const key = bucket.key(at, position);
		if (key !== previous && !met.has(key)) {
			count += 1;
			if (bucket.returns) met.add(key);
			keep(kept, position, because(bucket.name(at), count));
		} else if (position === oldest) {
			keep(kept, position, oldestBecause);
		}
		previous = key;
	}
}

function keep(kept: Kept, position: number, reason: string): void {
	const reasons = kept.get(position);
	if (reasons === undefined) kept.set(position, [reason]);
	else reasons.push(reason);
}
