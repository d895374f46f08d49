import { CODE, failure, flagFailure } from './errors';
import type { Domain } from './domain';
import { isExternal, type DomainSnapshot } from './snapshot';

export function snapshotOf(domain: Domain, name: string): DomainSnapshot {
	const found = domain.snapshots.get(name);
	if (found === undefined) {
		throw failure(CODE.noSnapshot, `no domain snapshot with matching name '${name}'`);
	}
	return found;
}

export const childrenOf = (domain: Domain, name: string): DomainSnapshot[] =>
	[...domain.snapshots.values()].filter((snapshot) => snapshot.parent === name);

export function descendantsOf(domain: Domain, name: string): DomainSnapshot[] {
	return childrenOf(domain, name).flatMap((child) => [child, ...descendantsOf(domain, child.name)]);
}

/** `virDomainSnapshotListFlags`. 1 means roots of a domain, but descendants of a snapshot. */
export const LIST = {
	rootsOrDescendants: 1,
	metadata: 2,
	leaves: 4,
	noLeaves: 8,
	noMetadata: 16,
	inactive: 32,
	active: 64,
	diskOnly: 128,
	internal: 256,
	external: 512,
	topological: 1024,
} as const;

export function listSnapshots(domain: Domain, flags: number, below?: string): DomainSnapshot[] {
	if ((flags & ~2047) !== 0) {
		throw flagFailure(
			`unsupported flags (0x${(flags & ~2047).toString(16)}) in function qemuDomainListAllSnapshots`,
			'qemuDomainListAllSnapshots',
			'flags',
		);
	}
	const has = (flag: number): boolean => (flags & flag) !== 0;
	if (has(LIST.noMetadata) && !has(LIST.metadata)) return [];
	return inScope(domain, has(LIST.rootsOrDescendants), below).filter((snapshot) => {
		const leaf = childrenOf(domain, snapshot.name).length === 0;
		return (
			chosen([has(LIST.leaves), leaf], [has(LIST.noLeaves), !leaf]) &&
			chosen(
				[has(LIST.inactive), snapshot.state === 'shutoff'],
				[has(LIST.active), snapshot.state === 'running' || snapshot.state === 'paused'],
				[has(LIST.diskOnly), snapshot.state === 'disk-snapshot'],
			) &&
			chosen(
				[has(LIST.internal), !isExternal(snapshot)],
				[has(LIST.external), isExternal(snapshot)],
			)
		);
	});
}

function inScope(domain: Domain, flag: boolean, below: string | undefined): DomainSnapshot[] {
	if (below === undefined) {
		const roots = [...domain.snapshots.values()].filter((one) => one.parent === undefined);
		return flag ? roots : roots.flatMap((root) => [root, ...descendantsOf(domain, root.name)]);
	}
	return flag ? descendantsOf(domain, below) : childrenOf(domain, below);
}

/** Within one group of flags: none asked means all, else any of those asked. */
const chosen = (...group: readonly (readonly [asked: boolean, fits: boolean])[]): boolean =>
	group.every(([asked]) => !asked) || group.some(([asked, fits]) => asked && fits);
