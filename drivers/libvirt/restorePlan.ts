import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { elementAt, elementsOf, type XmlElement } from '../xml';
import { domainFrom, type Disk } from './domainXml';
import { LIBVIRT } from './errors';
import type { Copy } from './hostFiles';
import type { LibvirtSnapshot } from './snapshotXml';

export interface DiskCopy extends Copy {
	/** The disk's name in the guest's eyes. */
	readonly target: string;
}

export interface RestorePlan {
	/** The VM's configuration at the time of the snapshot. */
	readonly configuration: XmlElement;
	readonly copies: readonly DiskCopy[];
}

/**
 * What has to be copied from where. The disks are those of the snapshot's own configuration: the VM may
 * run on other files by now, and those of then are what holds the snapshot (inside, or as a whole).
 */
export function planCopies(
	target: Target,
	snapshot: LibvirtSnapshot,
	newName: string,
	unique: string,
): RestorePlan {
	const refuse = (message: string, advice: string): SnapshotError =>
		new SnapshotError('UNSUPPORTED', `${target.name} can’t be restored as a new VM: ${message}`, {
			system: LIBVIRT,
			target,
			advice,
		});
	const configuration = snapshot.domain;
	if (configuration === undefined || elementAt(configuration, 'devices') === undefined) {
		throw refuse(
			`snapshot ${snapshot.name} holds no configuration of the VM`,
			'Use a snapshot that was taken by libvirt 0.9.5 or later.',
		);
	}
	const memoryFile = elementsOf(elementAt(configuration, 'devices'), 'memory').find(
		(device) => elementAt(device, 'source', 'path') !== undefined,
	);
	if (memoryFile !== undefined) {
		throw refuse('it has memory that is kept in a file of the host', 'Clone it on the host.');
	}
	const copies = domainFrom(configuration).disks.map((disk): DiskCopy => {
		const mode = snapshot.disks.find((covered) => covered.target === disk.target)?.mode;
		const problem = problemOf(disk, mode);
		if (problem !== undefined)
			throw refuse(`disk ${disk.target} ${problem}`, 'Clone it on the host.');
		const from = disk.path ?? '';
		return {
			target: disk.target,
			from,
			format: disk.format,
			internalSnapshot: snapshot.kind === 'internal' ? snapshot.name : undefined,
			to: copyPath(from, newName, disk.target, unique),
		};
	});
	return { configuration, copies };
}

function problemOf(disk: Disk, mode: string | undefined): string | undefined {
	if (mode === 'no') return 'is not part of the snapshot';
	if (disk.shareable) return 'is shared with other VMs';
	if (disk.encrypted) return 'is encrypted';
	if (disk.type !== 'file' || disk.path?.startsWith('/') !== true) {
		return 'is not an image file, so there is no folder for its copy';
	}
	return undefined;
}

/** Beside the original: libvirt, AppArmor and SELinux let QEMU at least there. */
function copyPath(from: string, newName: string, diskTarget: string, unique: string): string {
	const slug = newName.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 100);
	return `${from.slice(0, from.lastIndexOf('/') + 1)}${slug}-${diskTarget}-${unique}.qcow2`;
}
