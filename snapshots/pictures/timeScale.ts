/** Where an instant lies between two sides of a picture. Times are milliseconds since 1970. */
export interface TimeScale {
	readonly from: number;
	readonly until: number;
	readonly left: number;
	readonly right: number;
}

const MINUTE_MS = 60_000;
/** Of the span, so that nothing sticks to a side. */
const MARGIN = 0.03;
/** Shorter spans show nothing but noise. */
const SHORTEST_MS = 10 * MINUTE_MS;

/** Shows all the instants, with a little room beside them. */
export function scaleOver(
	instants: readonly number[],
	{ left, right }: Pick<TimeScale, 'left' | 'right'>,
): TimeScale {
	let first = Infinity;
	let last = -Infinity;
	for (const at of instants) {
		if (at < first) first = at;
		if (at > last) last = at;
	}
	if (first > last) return { from: 0, until: SHORTEST_MS, left, right };
	const missing = Math.max(0, SHORTEST_MS - (last - first)) / 2;
	const margin = (last - first + 2 * missing) * MARGIN + missing;
	return { from: first - margin, until: last + margin, left, right };
}

export function xOf({ from, until, left, right }: TimeScale, at: number): number {
	const share = (at - from) / (until - from);
	return left + Math.min(1, Math.max(0, share)) * (right - left);
}
