import { CODE, ORIGIN, failure } from './errors';
import { nvramFormatOf } from './definition';
import { disksOf, type DiskView } from './disks';
import type { Domain } from './domain';
import type { LibvirtHost } from './host';
import type { SnapshotDisk, SnapshotOrder } from './snapshot';

export type NamedOrder = SnapshotOrder & { readonly name: string };
export type PlannedDisk = SnapshotDisk & { readonly view: DiskView };

/** Everything that can be refused is refused here, before anything changes. */
export function planSnapshot(
	host: LibvirtHost,
	domain: Domain,
	order: NamedOrder,
	{ diskOnly, reuseFiles }: { readonly diskOnly: boolean; readonly reuseFiles: boolean },
): PlannedDisk[] {
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
	if (!reuseFiles) assertOverlaysFree(host, disks);
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
