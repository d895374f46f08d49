import type { Config, Devices, InstanceStatus, InstanceType, PoolDriver } from './model/entities';

export interface ProjectSpec {
	readonly name: string;
	/** Default: profiles and volumes of its own. */
	readonly config?: Config;
}

export interface PoolSpec {
	readonly name: string;
	/** Default btrfs. */
	readonly driver?: PoolDriver;
	readonly config?: Config;
}

export interface ProfileSpec {
	readonly name: string;
	readonly project?: string;
	readonly config?: Config;
	readonly devices?: Devices;
}

export interface InstanceSpec {
	readonly name: string;
	/** Made when it is new. Default `default`. */
	readonly project?: string;
	/** Default virtual-machine. */
	readonly type?: InstanceType;
	/** Default Running. */
	readonly status?: Exclude<InstanceStatus, 'Error'>;
	/** Its root disk goes there, as a device of its own. Default: as its profiles say. */
	readonly pool?: string;
	readonly config?: Config;
	/** Takes what a stateful snapshot needs: `migration.stateful`, and room for the RAM on the root disk. */
	readonly stateful?: boolean;
	readonly devices?: Devices;
	readonly profiles?: readonly string[];
	readonly description?: string;
	readonly ephemeral?: boolean;
	/** Cluster member. Default the first. */
	readonly location?: string;
	readonly disk?: string;
	readonly memory?: string;
	readonly ignoresShutdown?: boolean;
}

export interface SnapshotSpec {
	readonly name: string;
	/** Default now. */
	readonly createdAt?: Date;
	/** Default never. */
	readonly expiresAt?: Date;
	readonly stateful?: boolean;
	/** Default: what is on the disk now. */
	readonly disk?: string;
	/** Bytes. Default -1: unknown. */
	readonly size?: number;
}

export interface VolumeSpec {
	readonly name: string;
	/** Default the first pool. */
	readonly pool?: string;
	/** Made when it is new. Default `default`. */
	readonly project?: string;
	readonly contentType?: 'filesystem' | 'block';
	readonly description?: string;
	readonly config?: Config;
	readonly content?: string;
	/** Instances of the same project that have it as a disk. */
	readonly attachedTo?: readonly string[];
	readonly location?: string;
}

export interface VolumeSnapshotSpec {
	readonly name: string;
	readonly createdAt?: Date;
	readonly expiresAt?: Date;
	readonly description?: string;
	readonly content?: string;
}
