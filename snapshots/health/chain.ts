import type { SystemSnapshot } from '../model';

type Link = Pick<SystemSnapshot, 'id' | 'parentId'>;

/**
 * How many snapshots stand one on another at the deepest place; 1 where each stands by itself. A parent that is
 * not listed ends a chain, and so does one that would come round again.
 */
export function chainDepth(snapshots: readonly Link[]): number {
	const parents = new Map(snapshots.map(({ id, parentId }) => [id, parentId]));
	const depths = new Map<string, number>();
	let deepest = 0;
	for (const { id } of snapshots) {
		const path: string[] = [];
		const onPath = new Set<string>();
		let at: string | undefined = id;
		while (at !== undefined && parents.has(at) && !depths.has(at) && !onPath.has(at)) {
			path.push(at);
			onPath.add(at);
			at = parents.get(at);
		}
		let depth = at === undefined || onPath.has(at) ? 0 : (depths.get(at) ?? 0);
		for (const one of path.reverse()) depths.set(one, (depth += 1));
		deepest = Math.max(deepest, depths.get(id) ?? 0);
	}
	return deepest;
}
