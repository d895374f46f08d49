import { CODE, ORIGIN, failure } from './errors';
import { disksOf, pointDiskAt } from './disks';
import type { Domain } from './domain';
import type { LibvirtHost } from './host';
import { isExternal, treesOf, type DomainSnapshot } from './snapshot';
import { childrenOf, descendantsOf, snapshotOf } from './snapshotQueries';

export const DELETE = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const;

/** `virDomainSnapshotDelete` */
export async function deleteSnapshot(
	host: LibvirtHost,
	domain: Domain,
	name: string,
	flags: number,
): Promise<void> {
	const snapshot = snapshotOf(domain, name);
	await host.withJob(
		domain,
		'remoteDispatchDomainSnapshotDelete',
		'delete',
		() => {
			const doomed = chosen(domain, snapshot, flags);
			if ((flags & DELETE.metadataOnly) === 0) {
				assertDeletable(host, domain, snapshot, doomed);
			}
			return doomed;
		},
		(doomed) => {
			for (const one of doomed) {
				if ((flags & DELETE.metadataOnly) === 0) {
					if (isExternal(one)) mergeOverlays(host, domain, one);
					else dropInside(host, one);
				}
				forget(domain, one);
			}
		},
	);
}

function chosen(domain: Domain, snapshot: DomainSnapshot, flags: number): DomainSnapshot[] {
	if ((flags & DELETE.childrenOnly) !== 0) return descendantsOf(domain, snapshot.name).reverse();
	if ((flags & DELETE.children) !== 0) {
		return [snapshot, ...descendantsOf(domain, snapshot.name)].reverse();
	}
	return [snapshot];
}

function assertDeletable(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
	doomed: readonly DomainSnapshot[],
): void {
	const { version } = host.options;
	const external = doomed.filter(isExternal);
	if (external.length === 0) return assertInsideReachable(domain, doomed);
	const refuse = (text: string): never => {
		throw failure(CODE.configUnsupported, text);
	};
	if (!version.deletesExternal) {
		refuse(`deletion of ${external.length} external disk snapshots not supported yet`);
	}
	if (external.some((one) => one !== snapshot)) {
		refuse('deletion of external children disk snapshots not supported');
	}
	if (doomed.length > 1) refuse('deletion of external disk snapshots with children not supported');
	assertChainAllows(host, domain, snapshot, refuse);
}

function assertChainAllows(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
	refuse: (text: string) => never,
): void {
	if (domain.activeBlockJob) {
		throw failure(
			CODE.operationUnsupported,
			'cannot delete external snapshots when there is another active block job',
		);
	}
	const children = childrenOf(domain, snapshot.name);
	if (children.length > 1) {
		refuse('deletion of external disk snapshot with multiple children snapshots not supported');
	}
	const parent = snapshot.parent === undefined ? undefined : domain.snapshots.get(snapshot.parent);
	if (parent !== undefined && !isExternal(parent)) {
		throw failure(
			CODE.operationUnsupported,
			'deleting external snapshot that has internal snapshot as parent not supported',
		);
	}
	if (children.length === 0) return;
	if (!isInActiveChain(host, domain, snapshot)) {
		refuse('deletion of non-leaf external snapshot that is not in active chain is not supported');
	}
	const branches = disksOf(snapshot.domain).some(
		(disk) => host.images.overlaysOf(disk.path).length > 1,
	);
	if (branches || domain.currentSnapshot === snapshot.name) {
		refuse('deletion of active external snapshot that is not a leaf snapshot is not supported');
	}
	if (!domain.active && host.options.version.failsInChainWhileOff) {
		throw failure(
			CODE.invalidArgument,
			'could not find base disk source in disk source chain',
			ORIGIN.storage,
		);
	}
}

const isInActiveChain = (host: LibvirtHost, domain: Domain, snapshot: DomainSnapshot): boolean =>
	disksOf(snapshot.domain).every((held) => {
		const now = disksOf(domain.present).find((disk) => disk.target === held.target);
		return now !== undefined && host.images.chain(now.path).some((file) => file.path === held.path);
	});

/** An internal snapshot is in the file that was the disk then; QEMU can only drop it from the present one. */
function assertInsideReachable(domain: Domain, doomed: readonly DomainSnapshot[]): void {
	const now = new Map(disksOf(domain.present).map((disk) => [disk.target, disk.path]));
	for (const snapshot of doomed) {
		const lost = disksOf(snapshot.domain).find((disk) => now.get(disk.target) !== disk.path);
		if (lost === undefined) continue;
		throw failure(
			CODE.operationUnsupported,
			`disk image '${lost.target}' for internal snapshot '${snapshot.name}' is not the same as disk image currently used by VM`,
		);
	}
}

function dropInside(host: LibvirtHost, snapshot: DomainSnapshot): void {
	for (const { path } of disksOf(snapshot.domain)) {
		const file = host.images.get(path);
		if (file !== undefined)
			file.internal = file.internal.filter((one) => one.name !== snapshot.name);
	}
}

/**
 * The overlay above the file that holds the snapshot is committed into that file, and whoever named the
 * overlay is pointed at the file: the VM, or the next snapshot, whose content it was.
 */
function mergeOverlays(host: LibvirtHost, domain: Domain, snapshot: DomainSnapshot): void {
	const onlyBranch = !isInActiveChain(host, domain, snapshot);
	const chosenDisks = new Set(
		snapshot.disks.filter((disk) => disk.mode === 'external').map((disk) => disk.target),
	);
	for (const held of disksOf(snapshot.domain)) {
		if (!chosenDisks.has(held.target)) continue;
		if (onlyBranch) {
			removeUnused(host, domain, snapshot, held.path);
			continue;
		}
		const present = disksOf(domain.present).find((disk) => disk.target === held.target);
		const chain = present === undefined ? [] : host.images.chain(present.path);
		const overlay = chain[chain.findIndex((file) => file.path === held.path) - 1];
		if (overlay === undefined) continue;
		host.images.commit(overlay);
		repoint(domain, held.target, overlay.path, held.path, held.format);
	}
}

function repoint(domain: Domain, target: string, from: string, to: string, format: string): void {
	const trees = [...domain.trees, ...[...domain.snapshots.values()].flatMap(treesOf)];
	for (const tree of trees) {
		const named = disksOf(tree).some((disk) => disk.target === target && disk.path === from);
		if (named) pointDiskAt(tree, target, to, format);
	}
}

/** A leaf on a branch that was left: its file goes unless something else still reads it. */
function removeUnused(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
	path: string,
): void {
	const needed =
		host.images.overlaysOf(path).length > 0 ||
		[...domain.snapshots.values()].some(
			(other) => other !== snapshot && disksOf(other.domain).some((disk) => disk.path === path),
		);
	if (!needed && host.images.get(path)?.backing !== undefined) host.images.files.delete(path);
}

function forget(domain: Domain, snapshot: DomainSnapshot): void {
	for (const child of childrenOf(domain, snapshot.name)) child.parent = snapshot.parent;
	if (domain.currentSnapshot === snapshot.name) domain.currentSnapshot = snapshot.parent;
	domain.snapshots.delete(snapshot.name);
}
