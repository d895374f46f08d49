import type { SystemSnapshot } from '../model';
import { sortNewestFirst } from '../order';

type Link = Pick<SystemSnapshot, 'id' | 'parentId' | 'createdAt' | 'current'>;

/** One snapshot, or the state in which the target is now, which has none. */
export interface TreeRow<S extends Link> {
	readonly snapshot?: S;
	/** A line of descent keeps its column; each branch has one of its own further right. */
	readonly lane: number;
	/** The row of the parent; absent for what descends from nothing that is shown. */
	readonly parentRow?: number;
	/** It descends from a snapshot that is not shown. */
	readonly cutOff: boolean;
}

/**
 * Snapshots as a tree that is read from top to bottom, oldest first: below each one its branches, and last the
 * line that leads to the present. Circles, which no system should tell, are cut open at their oldest.
 */
export function treeRows<S extends Link>(snapshots: readonly S[]): TreeRow<S>[] {
	const oldestFirst = sortNewestFirst(snapshots).reverse();
	const known = new Map(oldestFirst.map((one) => [one.id, one]));
	const current = oldestFirst.findLast((one) => one.current);
	const towardsNow = ancestry(current, known);
	const children = childrenOf(oldestFirst, known);
	const rows: TreeRow<S>[] = [];
	const seen = new Set<S>();

	const add = (root: S): void => {
		// By hand, not by recursion: a chain may be longer than the stack is deep.
		const waiting: Waiting<S>[] = [{ one: root, lane: 0 }];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			const { one, lane, parentRow } = next;
			if (one !== LIVE && seen.has(one)) continue;
			const row = rows.length;
			if (one === LIVE) {
				rows.push({ lane, parentRow, cutOff: false });
				continue;
			}
			seen.add(one);
			rows.push({
				snapshot: one,
				lane,
				parentRow,
				cutOff: parentRow === undefined && one.parentId !== undefined,
			});
			const own = (children.get(one.id) ?? []).filter((child) => !seen.has(child));
			const main: S | typeof LIVE | undefined =
				one === current ? LIVE : (own.find((child) => towardsNow.has(child)) ?? own.at(-1));
			const branches = own.filter((child) => child !== main);
			if (main !== undefined) waiting.push({ one: main, lane, parentRow: row });
			for (const branch of branches.reverse())
				waiting.push({ one: branch, lane: lane + 1, parentRow: row });
		}
	};
	for (const one of oldestFirst) {
		if (one.parentId === undefined || !known.has(one.parentId)) add(one);
	}
	for (const one of oldestFirst) if (!seen.has(one)) add(one);
	if (current === undefined) rows.push({ lane: 0, cutOff: false });
	return rows;
}

const LIVE = Symbol('the present');

interface Waiting<S> {
	readonly one: S | typeof LIVE;
	readonly lane: number;
	readonly parentRow?: number;
}

function ancestry<S extends Link>(from: S | undefined, known: ReadonlyMap<string, S>): Set<S> {
	const found = new Set<S>();
	for (let at = from; at !== undefined && !found.has(at);) {
		found.add(at);
		at = at.parentId === undefined ? undefined : known.get(at.parentId);
	}
	return found;
}

function childrenOf<S extends Link>(
	all: readonly S[],
	known: ReadonlyMap<string, S>,
): Map<string, S[]> {
	const children = new Map<string, S[]>();
	for (const one of all) {
		if (one.parentId === undefined || !known.has(one.parentId)) continue;
		const siblings = children.get(one.parentId);
		if (siblings === undefined) children.set(one.parentId, [one]);
		else siblings.push(one);
	}
	return children;
}
