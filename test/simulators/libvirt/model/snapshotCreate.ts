import { CODE, failure, flagFailure } from './errors';
import { freeze, thaw } from './agent';
import { pointDiskAt, withBackingChains } from './disks';
import { STATE, type Domain } from './domain';
import type { LibvirtHost } from './host';
import { powerOff } from './power';
import { readSnapshotOrder, type DomainSnapshot } from './snapshot';
import { planSnapshot, type NamedOrder, type PlannedDisk } from './snapshotPlan';
import { redefine } from './snapshotRedefine';
import { clone } from './xmlTree';

export const CREATE = {
	redefine: 1,
	current: 2,
	noMetadata: 4,
	halt: 8,
	diskOnly: 16,
	reuseExternal: 32,
	quiesce: 64,
	atomic: 128,
	live: 256,
	validate: 512,
} as const;
const KNOWN_FLAGS = 1023;

/** `virDomainSnapshotCreateXML`. Resolves to the name. */
export async function createSnapshot(
	host: LibvirtHost,
	domain: Domain,
	xml: string,
	flags: number,
): Promise<string> {
	assertFlags(flags);
	const order = readSnapshotOrder(xml);
	if ((flags & CREATE.redefine) !== 0) {
		return redefine(host, domain, order, (flags & CREATE.current) !== 0);
	}
	const name = order.name ?? String(host.nowSeconds);
	const named = { ...order, name };
	await host.withJob(
		domain,
		'remoteDispatchDomainSnapshotCreateXML',
		'create',
		() =>
			planSnapshot(host, domain, named, {
				diskOnly: (flags & CREATE.diskOnly) !== 0,
				reuseFiles: (flags & CREATE.reuseExternal) !== 0,
			}),
		(disks) => take(host, domain, named, disks, flags),
	);
	return name;
}

function assertFlags(flags: number): void {
	const where = 'qemuSnapshotCreateXML';
	if ((flags & ~KNOWN_FLAGS) !== 0) {
		const hex = (flags & ~KNOWN_FLAGS).toString(16);
		throw flagFailure(`unsupported flags (0x${hex}) in function ${where}`, where, 'flags');
	}
	if ((flags & CREATE.quiesce) !== 0 && (flags & CREATE.diskOnly) === 0) {
		throw flagFailure(
			"Flag 'VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY' is required by flag 'VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE'",
			where,
		);
	}
}

function take(
	host: LibvirtHost,
	domain: Domain,
	order: NamedOrder,
	disks: readonly PlannedDisk[],
	flags: number,
): void {
	// Asked of a VM that is off, quiescing is ignored (measured on 9.0).
	const quiesced = (flags & CREATE.quiesce) !== 0 && domain.active;
	if (quiesced) freeze(domain);
	const snapshot = record(host, domain, order, disks, (flags & CREATE.diskOnly) !== 0);
	disks.forEach((disk, position) => {
		if (disk.mode === 'internal') keepInside(host, domain, snapshot, disk, position === 0);
		else if (disk.overlay !== undefined) putOverlay(host, domain, disk, disk.overlay);
	});
	if (quiesced) thaw(domain);
	if ((flags & CREATE.noMetadata) === 0) {
		domain.snapshots.set(snapshot.name, snapshot);
		domain.currentSnapshot = snapshot.name;
	}
	if ((flags & CREATE.halt) !== 0 && domain.active) powerOff(host, domain);
}

function record(
	host: LibvirtHost,
	domain: Domain,
	order: NamedOrder,
	disks: readonly PlannedDisk[],
	diskOnly: boolean,
): DomainSnapshot {
	const guest = domain.state === STATE.paused ? 'paused' : 'running';
	return {
		name: order.name,
		description: order.description,
		createdAtSeconds: host.nowSeconds,
		parent: domain.currentSnapshot,
		state: !domain.active ? 'shutoff' : diskOnly ? 'disk-snapshot' : guest,
		memory: domain.active && !diskOnly ? 'internal' : 'no',
		disks: disks.map(({ target, mode, overlay }) => ({ target, mode, overlay })),
		domain:
			domain.live === undefined
				? clone(domain.definition)
				: withBackingChains(domain.live, host.images, true),
		inactiveDomain: domain.active
			? withBackingChains(domain.definition, host.images, false)
			: undefined,
	};
}

function keepInside(
	host: LibvirtHost,
	domain: Domain,
	snapshot: DomainSnapshot,
	disk: PlannedDisk,
	first: boolean,
): void {
	const file = host.images.get(disk.view.path);
	if (file === undefined) throw failure(CODE.internal, `cannot open ${disk.view.path}`);
	const lastId = Math.max(0, ...file.internal.map((one) => Number(one.id)));
	file.internal.push({
		id: String(lastId + 1),
		name: snapshot.name,
		layer: file.layer,
		memory: first && snapshot.memory === 'internal' ? domain.memory : undefined,
		createdAtSeconds: snapshot.createdAtSeconds,
	});
}

function putOverlay(host: LibvirtHost, domain: Domain, disk: PlannedDisk, path: string): void {
	const { view } = disk;
	host.images.create({
		path,
		format: 'qcow2',
		virtualBytes: host.images.get(view.path)?.virtualBytes ?? 0,
		backing: { path: view.path, format: view.format },
	});
	for (const tree of domain.trees) pointDiskAt(tree, disk.target, path, 'qcow2');
}
