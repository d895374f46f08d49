import { CODE, failure, flagFailure } from './errors';
import { disksOf, pointDiskAt } from './disks';
import { REASON, STATE, type Domain } from './domain';
import type { LibvirtHost } from './host';
import { assertDisksUsable, boot, pauseGuest } from './power';
import { isExternal, type DomainSnapshot } from './snapshot';
import { snapshotOf } from './snapshotQueries';
import { clone, el, find, insertAfter, removeChildren, textOf } from './xmlTree';

export const REVERT = { running: 1, paused: 2, force: 4, resetNvram: 8 } as const;

/** `virDomainRevertToSnapshot`: the present state is lost, the snapshot stays. */
export async function revertToSnapshot(
	host: LibvirtHost,
	domain: Domain,
	name: string,
	flags: number,
): Promise<void> {
	if ((flags & REVERT.running) !== 0 && (flags & REVERT.paused) !== 0) {
		throw flagFailure(
			"Flags 'VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING' and 'VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED' are mutually exclusive",
			'qemuSnapshotRevert',
		);
	}
	const snapshot = snapshotOf(domain, name);
	await host.withJob(
		domain,
		'remoteDispatchDomainRevertToSnapshot',
		'revert',
		() => assertRevertible(host, domain, snapshot),
		() => {
			const memory = isExternal(snapshot)
				? putFreshOverlays(host, domain, snapshot)
				: restoreInside(host, domain, snapshot);
			domain.currentSnapshot = snapshot.name;
			enterState(host, domain, snapshot, memory, flags);
		},
	);
}

function assertRevertible(host: LibvirtHost, domain: Domain, snapshot: DomainSnapshot): void {
	const { version } = host.options;
	if (domain.activeBlockJob) throw failure(CODE.operationInvalid, 'domain has active block job');
	if (isExternal(snapshot)) {
		if (!version.revertsExternal) {
			throw failure(CODE.configUnsupported, 'revert to external snapshot not supported yet');
		}
		if (snapshot.state === 'disk-snapshot' && !version.revertsDiskSnapshots) {
			throw failure(
				CODE.internal,
				"Invalid target domain state 'disk-snapshot'. Refusing snapshot reversion",
			);
		}
		for (const { path, target } of disksOf(snapshot.domain)) {
			assertOverlayFree(host, target, revertOverlayPath(host, path));
		}
		return;
	}
	for (const { path } of disksOf(snapshot.domain)) {
		if (host.images.get(path)?.internal.some((one) => one.name === snapshot.name)) continue;
		throw failure(
			CODE.internal,
			`Child process (/usr/bin/qemu-img snapshot -a ${snapshot.name} ${path}) unexpected exit status 1: qemu-img: Could not apply snapshot '${snapshot.name}': -2 (No such file or directory)`,
		);
	}
}

/** The definition returns to that of the snapshot; the VM keeps the name it has now. */
function restoreDefinition(domain: Domain, snapshot: DomainSnapshot): void {
	const present = domain.name;
	domain.definition = clone(snapshot.inactiveDomain ?? snapshot.domain);
	removeChildren(domain.definition, 'resource');
	for (const { element } of disksOf(domain.definition)) removeChildren(element, 'backingStore');
	if (textOf(find(domain.definition, 'name')) !== present) {
		removeChildren(domain.definition, 'name');
		insertAfter(domain.definition, [], el('name', {}, present));
	}
}

function restoreInside(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
): string | undefined {
	restoreDefinition(domain, snapshot);
	let memory: string | undefined;
	for (const { path } of disksOf(domain.definition)) {
		const file = host.images.get(path);
		const kept = file?.internal.find((one) => one.name === snapshot.name);
		if (file === undefined || kept === undefined) continue;
		file.layer = kept.layer;
		memory ??= kept.memory;
	}
	return snapshot.memory === 'internal' ? (memory ?? '') : undefined;
}

/** The overlays in use are dropped, and new ones laid over the files that hold the snapshot. */
function putFreshOverlays(host: LibvirtHost, domain: Domain, snapshot: DomainSnapshot): undefined {
	const dropped = disksOf(domain.present).map((disk) => disk.path);
	restoreDefinition(domain, snapshot);
	for (const path of dropped) {
		const file = host.images.get(path);
		if (file?.backing !== undefined && !holdsSnapshot(host, domain, path)) {
			host.images.files.delete(path);
		}
	}
	for (const { target, path, format } of disksOf(domain.definition)) {
		const overlay = revertOverlayPath(host, path);
		host.images.create({
			path: overlay,
			format: 'qcow2',
			virtualBytes: host.images.get(path)?.virtualBytes ?? 0,
			backing: { path, format },
		});
		pointDiskAt(domain.definition, target, overlay, 'qcow2');
	}
	return undefined;
}

const holdsSnapshot = (host: LibvirtHost, domain: Domain, path: string): boolean =>
	host.images.overlaysOf(path).length > 0 ||
	[...domain.snapshots.values()].some((snapshot) =>
		disksOf(snapshot.domain).some((disk) => disk.path === path),
	);

/** Named by the second (seen on libvirt 11.3): two reverts within one second clash. */
const revertOverlayPath = (host: LibvirtHost, path: string): string =>
	`${path.replace(/\.[^./]*$/, '')}.${host.nowSeconds}`;

function assertOverlayFree(host: LibvirtHost, target: string, path: string): void {
	if (host.images.get(path) === undefined) return;
	throw failure(
		CODE.configUnsupported,
		`external snapshot file for disk ${target} already exists and is not a block device: ${path}`,
	);
}

function enterState(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
	memory: string | undefined,
	flags: number,
): void {
	const asked = (flags & (REVERT.running | REVERT.paused)) !== 0;
	// Whoever was running is killed: a new QEMU process starts, or none.
	domain.become(false, -1, REASON.shutoffFromSnapshot);
	if (memory === undefined && !asked) return;
	assertDisksUsable(host, domain);
	boot(host, domain, memory === undefined ? REASON.booted : REASON.fromSnapshot, memory);
	const paused =
		(flags & REVERT.paused) !== 0 ||
		(snapshot.state === 'paused' && (flags & REVERT.running) === 0);
	if (paused) pauseGuest(host, domain, true);
	else domain.state = STATE.running;
}
