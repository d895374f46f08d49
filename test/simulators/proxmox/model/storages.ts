export const STORAGE_DRIVERS = [
	'dir-qcow2',
	'dir-raw',
	'dir-vmdk',
	'dir-volume-chain',
	'nfs-qcow2',
	'nfs-raw',
	'nfs-volume-chain',
	'cifs-qcow2',
	'lvm',
	'lvm-volume-chain',
	'lvmthin',
	'rbd',
	'btrfs-raw',
	'btrfs-qcow2',
	'zfspool',
	'zfs-iscsi',
	'iscsi',
] as const;
export type StorageDriver = (typeof STORAGE_DRIVERS)[number];

export interface StorageSpec {
	readonly name: string;
	readonly driver: StorageDriver;
	/** Default: as is usual for the driver. */
	readonly shared?: boolean;
}

export interface Storage extends StorageSpec {
	readonly shared: boolean;
}

/** What a driver's volumes can do: section 5's table, read from `volume_has_feature` of each plugin. */
interface Abilities {
	/** As the configuration of the storage calls it. */
	readonly type: string;
	readonly format: 'raw' | 'qcow2' | 'vmdk';
	readonly snapshot: boolean;
	/** A full copy out of a snapshot. */
	readonly copy: boolean;
	/** A linked clone out of a snapshot. */
	readonly clone: boolean;
	/** A linked clone of a template's disk, without a snapshot. */
	readonly base: boolean;
	readonly rollback: 'any' | 'newest';
	readonly shared: boolean;
	/** Volumes are files: `local:100/vm-100-disk-0.qcow2`. */
	readonly files: boolean;
}

const none = { snapshot: false, copy: false, clone: false, base: true, rollback: 'any' } as const;
const never = { ...none, base: false } as const;
const whole = { snapshot: true, copy: true, clone: true, base: true, rollback: 'any' } as const;
const copied = { ...whole, clone: false } as const;
const chain = { ...copied, rollback: 'newest' } as const;
const zfs = { ...none, snapshot: true, rollback: 'newest' } as const;
const local = { shared: false, files: false } as const;
const cluster = { shared: true, files: false } as const;

const ABILITIES: Readonly<Record<StorageDriver, Abilities>> = {
	'dir-qcow2': { type: 'dir', format: 'qcow2', ...copied, shared: false, files: true },
	'dir-raw': { type: 'dir', format: 'raw', ...none, shared: false, files: true },
	'dir-vmdk': { type: 'dir', format: 'vmdk', ...none, shared: false, files: true },
	'dir-volume-chain': { type: 'dir', format: 'qcow2', ...chain, shared: false, files: true },
	'nfs-qcow2': { type: 'nfs', format: 'qcow2', ...copied, shared: true, files: true },
	'nfs-raw': { type: 'nfs', format: 'raw', ...none, shared: true, files: true },
	'nfs-volume-chain': { type: 'nfs', format: 'qcow2', ...chain, shared: true, files: true },
	'cifs-qcow2': { type: 'cifs', format: 'qcow2', ...copied, shared: true, files: true },
	lvm: { type: 'lvm', format: 'raw', ...never, ...local },
	'lvm-volume-chain': { type: 'lvm', format: 'qcow2', ...chain, ...local, base: false },
	lvmthin: { type: 'lvmthin', format: 'raw', ...whole, ...local },
	rbd: { type: 'rbd', format: 'raw', ...whole, ...cluster },
	'btrfs-raw': { type: 'btrfs', format: 'raw', ...whole, shared: false, files: true },
	'btrfs-qcow2': { type: 'btrfs', format: 'qcow2', ...copied, shared: false, files: true },
	zfspool: { type: 'zfspool', format: 'raw', ...zfs, ...local },
	'zfs-iscsi': { type: 'zfs', format: 'raw', ...zfs, ...cluster },
	iscsi: { type: 'iscsi', format: 'raw', ...never, ...cluster },
};

export const abilitiesOf = ({ driver }: Storage): Abilities => ABILITIES[driver];

export const isVolumeChain = ({ driver }: Storage): boolean => driver.endsWith('volume-chain');

export const storageOf = (spec: StorageSpec): Storage => ({
	...spec,
	shared: spec.shared ?? ABILITIES[spec.driver].shared,
});
