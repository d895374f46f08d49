export type Flavour = 'incus' | 'lxd';
/** `older`: Incus 6.0.4 and LXD 5.0.2, as they were measured. `current`: as their sources of 2026-08 read. */
export type Generation = 'current' | 'older';

/** Where one server differs from another. A test can turn any of them at any time. */
export interface Quirks {
	/** What `/wait` answers for a failed operation, with HTTP 200 in both cases. */
	failedWait: 'operation' | 'errorBody';
	/** Of the operation that makes a snapshot whose name is taken; `{instance}` and `{name}` are filled in. */
	duplicateSnapshot: string;
	/** A copy whose name is taken: HTTP 409 at once, or the operation's error. */
	duplicateInstance: { readonly at: 'request' | 'operation'; readonly text: string };
	/** A copy without `profiles` gets the default profile, or none and thus perhaps no root disk. */
	copyWithoutProfiles: 'default' | 'none';
	/** How operations tell what they are about. */
	operationResources: 'incus' | 'lxd';
	/** What is refused in a snapshot's name: much, or hardly more than what can't be in a URL. */
	snapshotNameRules: 'strict' | 'lenient';
	/** A VM without `migration.stateful`. */
	notStateful: string;
	/** Whether custom volumes and their snapshots tell when they were made, or Go's zero time. */
	volumeCreatedAt: 'told' | 'zero';
	/** Whether the storage is asked before a running instance is stopped for a restore. */
	restoreIsCheckedFirst: boolean;
	/** Custom volumes and their snapshots: whether changes and restores are operations. */
	volumeChanges: 'sync' | 'async';
	/** Very old servers list snapshots as `instance/snapshot`. */
	snapshotNames: 'bare' | 'full';
	/** The operations here can't be cancelled in reality. */
	operationsMayCancel: boolean;
}

export interface Release {
	readonly flavour: Flavour;
	readonly version: string;
	readonly extensions: readonly string[];
	readonly quirks: Quirks;
}

/** Of both, and long there: snapshots and their expiry, projects, clusters, all instances in one list. */
const COMMON = [
	'storage_zfs_remove_snapshots',
	'container_copy_project',
	'clustering',
	'projects',
	'snapshot_expiry',
	'container_full',
	'snapshot_schedule',
	'snapshot_schedule_aliases',
	'snapshot_expiry_creation',
	'custom_volume_snapshot_expiry',
	'custom_block_volumes',
	'instances',
	'instance_all_projects',
	'instance_bulk_state_change',
	'projects_restrictions',
	'restricted_snapshots',
	'migration_stateful',
	'snapshot_disk_usage',
	'storage_api_project',
	'instances_snapshots',
] as const;

const MAPPER_TEXT = 'Failed creating instance snapshot record "{name}": ';

const RELEASES: Record<Flavour, Record<Generation, Release>> = {
	incus: {
		current: {
			flavour: 'incus',
			version: '7.2',
			extensions: [
				...COMMON,
				'instance_create_start',
				'instance_snapshot_disk_only_restore',
				'snapshot_manual_expiry',
			],
			quirks: {
				failedWait: 'operation',
				duplicateSnapshot: `${MAPPER_TEXT}Snapshot "{instance}/{name}" already exists`,
				duplicateInstance: { at: 'request', text: 'Instance "{name}" already exists' },
				copyWithoutProfiles: 'default',
				operationResources: 'incus',
				restoreIsCheckedFirst: true,
				volumeChanges: 'sync',
				snapshotNames: 'bare',
				snapshotNameRules: 'strict',
				notStateful: 'Stateful snapshot requires migration.stateful to be set to true',
				volumeCreatedAt: 'told',
				operationsMayCancel: false,
			},
		},
		older: {
			flavour: 'incus',
			version: '6.0.4',
			extensions: [...COMMON, 'instance_create_start'],
			quirks: {
				failedWait: 'errorBody',
				duplicateSnapshot: `${MAPPER_TEXT}Add snapshot info to the database: Failed to create "instances_snapshots" entry: UNIQUE constraint failed: instances_snapshots.instance_id, instances_snapshots.name`,
				duplicateInstance: {
					at: 'operation',
					text: 'Failed creating instance record: Add instance info to the database: Failed to create "instances" entry: UNIQUE constraint failed: instances.project_id, instances.name',
				},
				copyWithoutProfiles: 'default',
				operationResources: 'incus',
				restoreIsCheckedFirst: false,
				volumeChanges: 'sync',
				snapshotNames: 'bare',
				snapshotNameRules: 'lenient',
				notStateful: 'Stateful snapshot requires migration.stateful to be set to true',
				volumeCreatedAt: 'told',
				operationsMayCancel: false,
			},
		},
	},
	lxd: {
		current: {
			flavour: 'lxd',
			version: '6.7',
			extensions: [
				...COMMON,
				'instance_create_start',
				'instance_snapshot_multi_volume',
				'auth_bearer',
				// Storage calls answer operations: https://documentation.ubuntu.com/lxd, API extensions.
				'storage_and_network_operations',
			],
			quirks: {
				failedWait: 'operation',
				duplicateSnapshot: `${MAPPER_TEXT}Add snapshot info to the database: This "instances_snapshots" entry already exists`,
				duplicateInstance: { at: 'request', text: 'Instance "{name}" already exists' },
				copyWithoutProfiles: 'none',
				operationResources: 'lxd',
				restoreIsCheckedFirst: false,
				volumeChanges: 'async',
				snapshotNames: 'bare',
				snapshotNameRules: 'lenient',
				notStateful: 'Stateful snapshot requires migration.stateful to be set to true',
				volumeCreatedAt: 'told',
				operationsMayCancel: false,
			},
		},
		older: {
			flavour: 'lxd',
			version: '5.0.2',
			extensions: COMMON,
			quirks: {
				failedWait: 'operation',
				duplicateSnapshot: `${MAPPER_TEXT}Add snapshot info to the database: This "instances_snapshots" entry already exists`,
				duplicateInstance: {
					at: 'operation',
					text: 'Failed creating instance record: Add instance info to the database: This "instances" entry already exists',
				},
				copyWithoutProfiles: 'none',
				operationResources: 'lxd',
				restoreIsCheckedFirst: false,
				volumeChanges: 'sync',
				snapshotNames: 'bare',
				snapshotNameRules: 'lenient',
				notStateful: 'Stateful stop requires migration.stateful to be set to true',
				volumeCreatedAt: 'zero',
				operationsMayCancel: false,
			},
		},
	},
};

export const releaseOf = (flavour: Flavour, generation: Generation): Release =>
	RELEASES[flavour][generation];
