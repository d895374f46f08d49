/** What decides the order of snapshots. */
export interface Dated {
	readonly id: string;
	readonly createdAt: Date;
	readonly parentId?: string;
}

/**
 * The order of every listing and every plan: newest first. Many systems date to the second, so two of one
 * instant are told apart by descent, a child being newer than its parent, and then by id: a number that is
 * higher is newer.
 */
export function sortNewestFirst<S extends Dated>(snapshots: readonly S[]): S[] {
	const sorted = [...snapshots].sort(newestFirst);
	let start = 0;
	while (start < sorted.length) {
		const instant = sorted[start]?.createdAt.getTime();
		let end = start + 1;
		while (sorted[end]?.createdAt.getTime() === instant) end += 1;
		if (end - start > 1)
			sorted.splice(start, end - start, ...sortOfOneInstant(sorted.slice(start, end)));
		start = end;
	}
	return sorted;
}

/** Snapshots that share their date, newest first: the deeper in the line of descent, the newer. */
export function sortOfOneInstant<S extends Dated>(tied: readonly S[]): S[] {
	const depths = depthsIn(tied);
	const depthOf = ({ id }: S): number => depths.get(id) ?? 0;
	return [...tied].sort((left, right) => depthOf(right) - depthOf(left) || byId(left, right));
}

/** By date, then by id; `sortNewestFirst` knows descent too. */
export const newestFirst = (left: Dated, right: Dated): number =>
	right.createdAt.getTime() - left.createdAt.getTime() || byId(left, right);

const NUMBER = /^[0-9]+$/;

/** Systems that number their snapshots count up, so the higher number is the newer one; texts tell nothing. */
function byId({ id: left }: Dated, { id: right }: Dated): number {
	if (left === right) return 0;
	const numbers = [NUMBER.test(left), NUMBER.test(right)];
	if (numbers[0] !== numbers[1]) return numbers[0] ? -1 : 1;
	if (numbers[0]) return right.length - left.length || (left < right ? 1 : -1);
	return left < right ? -1 : 1;
}

/** How many ancestors each has among the others. A circle, which no system should tell, ends the count. */
function depthsIn(tied: readonly Dated[]): ReadonlyMap<string, number> {
	const byIds = new Map(tied.map((one) => [one.id, one]));
	const depths = new Map<string, number>();
	for (const one of tied) {
		let depth = 0;
		let parent = one.parentId === undefined ? undefined : byIds.get(one.parentId);
		while (parent !== undefined && depth < tied.length) {
			depth += 1;
			parent = parent.parentId === undefined ? undefined : byIds.get(parent.parentId);
		}
		depths.set(one.id, depth);
	}
	return depths;
}
