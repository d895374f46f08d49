import { CODE, ORIGIN, failure, flagFailure } from './errors';
import { freeze, thaw } from './agent';
import { nvramFormatOf } from './definition';
import { disksOf, pointDiskAt, withBackingChains, type DiskView } from './disks';
import { STATE, type Domain } from './domain';
import type { LibvirtHost } from './host';
import { powerOff } from './power';
import { redefine } from './snapshotRedefine';
import {
	readSnapshotOrder,
	type DomainSnapshot,
	type SnapshotDisk,
	type SnapshotOrder,
} from './snapshot';
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
		() => plan(host, domain, named, flags),
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

type NamedOrder = SnapshotOrder & { readonly name: string };
type PlannedDisk = SnapshotDisk & { readonly view: DiskView };

/** Everything that can be refused is refused here, before anything changes. */
function plan(host: LibvirtHost, domain: Domain, order: NamedOrder, flags: number): PlannedDisk[] {
	const diskOnly = (flags & CREATE.diskOnly) !== 0;
	if (domain.activeBlockJob) throw failure(CODE.operationInvalid, 'domain has active block job');
	if (order.memory === 'external') {
		throw failure(CODE.operationUnsupported, 'the simulated host keeps no external memory state');
	}
	if (order.memory === 'internal' && (diskOnly || !domain.active)) {
		throw failure(
			CODE.configUnsupported,
			'memory state cannot be saved with offline or disk-only snapshot',
		);
	}
	const disks = alignDisks(domain, order, diskOnly);
	if (domain.snapshots.has(order.name)) {
		throw failure(
			CODE.operationFailed,
			`domain moment ${order.name} already exists`,
			ORIGIN.domain,
		);
	}
	if (domain.active && !diskOnly && order.memory === 'no') {
		throw failure(
			CODE.operationUnsupported,
			'internal snapshot of a running VM must include the memory state',
		);
	}
	if (!diskOnly) assertInternalPossible(host, domain, disks);
	if (disks.every((disk) => disk.mode === 'no')) {
		throw failure(CODE.configUnsupported, 'nothing selected for snapshot');
	}
	if ((flags & CREATE.reuseExternal) === 0) assertOverlaysFree(host, disks);
	return disks;
}

function alignDisks(domain: Domain, order: NamedOrder, diskOnly: boolean): PlannedDisk[] {
	const views = disksOf(domain.present);
	for (const { name } of order.disks) {
		if (!views.some((view) => view.target === name || view.path === name)) {
			throw failure(CODE.configUnsupported, `no disk named '${name}'`, ORIGIN.snapshot);
		}
	}
	const usual = diskOnly ? 'external' : 'internal';
	return views.map((view) => {
		const asked = order.disks.find((disk) => disk.name === view.target || disk.name === view.path);
		const mode = asked?.mode ?? usual;
		if (!diskOnly && mode !== 'internal') {
			throw failure(
				CODE.configUnsupported,
				`disk '${view.target}' must use snapshot mode 'internal'`,
				ORIGIN.snapshot,
			);
		}
		if (diskOnly && mode === 'internal' && domain.active) {
			throw failure(
				CODE.configUnsupported,
				`active qemu domains require external disk snapshots; disk ${view.target} requested internal`,
			);
		}
		const target = view.target;
		if (mode !== 'external') return { target, mode: mode === 'no' ? 'no' : 'internal', view };
		return { target, mode, view, overlay: asked?.file ?? overlayPath(view.path, order.name) };
	});
}

/** The disk's file name with its last extension replaced by the snapshot's name. */
const overlayPath = (path: string, name: string): string =>
	`${path.replace(/\.[^./]*$/, '')}.${name}`;

function assertInternalPossible(
	host: LibvirtHost,
	domain: Domain,
	disks: readonly PlannedDisk[],
): void {
	for (const { view } of disks) {
		if (view.format !== 'qcow2') {
			throw failure(
				CODE.configUnsupported,
				`internal snapshot for disk ${view.target} unsupported for storage type ${view.format}`,
			);
		}
	}
	const nvram = nvramFormatOf(domain.present);
	if (nvram === undefined) return;
	if (!host.options.version.snapshotsFirmware) {
		throw failure(
			CODE.configUnsupported,
			'internal snapshots of a VM with pflash based firmware are not supported',
		);
	}
	if (nvram !== 'qcow2') {
		throw failure(
			CODE.configUnsupported,
			'internal snapshots of a VM with pflash based firmware require QCOW2 nvram format',
		);
	}
}

function assertOverlaysFree(host: LibvirtHost, disks: readonly PlannedDisk[]): void {
	for (const { target, overlay } of disks) {
		if (overlay !== undefined && host.images.get(overlay) !== undefined) {
			throw failure(
				CODE.configUnsupported,
				`external snapshot file for disk ${target} already exists and is not a block device: ${overlay}`,
			);
		}
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
