export type Config = Readonly<Record<string, string>>;
/** By name; each with its options, all text. */
export type Devices = Readonly<Record<string, Config>>;

export type InstanceType = 'container' | 'virtual-machine';
export type InstanceStatus = 'Running' | 'Stopped' | 'Frozen' | 'Error';

/** What a snapshot remembers beside content, and what a restore brings back. */
export interface Settings {
	readonly architecture: string;
	readonly config: Config;
	readonly description: string;
	readonly devices: Devices;
	readonly ephemeral: boolean;
	readonly profiles: readonly string[];
}

export interface Instance {
	name: string;
	readonly project: string;
	readonly type: InstanceType;
	settings: Settings;
	status: InstanceStatus;
	/** Cluster member, or `none`. */
	location: string;
	/** Epoch milliseconds, as all instants of the model. */
	readonly createdAt: number;
	lastUsedAt: number;
	/** What is on the root disk. */
	disk: string;
	/** What is in the RAM; null: it has none, as it is off. */
	memory: string | null;
	/** RAM that a stateful stop has put aside. */
	savedMemory: string | null;
	/** Does not heed a shutdown that isn't forced. */
	readonly ignoresShutdown: boolean;
	/** Oldest first. */
	readonly snapshots: InstanceSnapshot[];
	/** For each copy of the live state: the snapshots that were there then. ZFS made one of its own after them. */
	readonly copiedAfter: ReadonlySet<object>[];
}

export interface InstanceSnapshot {
	name: string;
	readonly createdAt: number;
	/** Null: never. */
	expiresAt: number | null;
	readonly stateful: boolean;
	/** Bytes; -1: unknown. */
	readonly size: number;
	readonly settings: Settings;
	readonly disk: string;
	readonly memory: string | null;
}

export interface Volume {
	name: string;
	readonly pool: string;
	readonly project: string;
	readonly contentType: 'filesystem' | 'block';
	readonly location: string;
	readonly createdAt: number;
	description: string;
	config: Config;
	content: string;
	/** Oldest first. */
	readonly snapshots: VolumeSnapshot[];
	readonly copiedAfter: ReadonlySet<object>[];
}

export interface VolumeSnapshot {
	name: string;
	readonly createdAt: number;
	expiresAt: number | null;
	description: string;
	readonly config: Config;
	readonly content: string;
}

export const POOL_DRIVERS = [
	'dir',
	'btrfs',
	'zfs',
	'lvm',
	'lvmcluster',
	'ceph',
	'truenas',
	'linstor',
] as const;
export type PoolDriver = (typeof POOL_DRIVERS)[number];

export interface Pool {
	readonly name: string;
	driver: PoolDriver;
	config: Config;
}

export interface Profile {
	readonly name: string;
	readonly project: string;
	config: Config;
	devices: Devices;
}

export interface Project {
	readonly name: string;
	config: Config;
}

export interface Member {
	readonly name: string;
	online: boolean;
}
