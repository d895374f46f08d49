import type {
	Instance,
	InstanceSnapshot,
	InstanceStatus,
	Pool,
	Volume,
	VolumeSnapshot,
} from '../model/entities';
import { expandedConfig, expandedDevices, isOn, rootDisk } from '../model/lookup';
import { expiryOrZero, goTime, preciseTime, ZERO_TIME } from '../model/time';
import { instanceUrl } from '../model/urls';
import { usersOf } from '../model/volumes';
import type { World } from '../model/world';

const STATUS_CODES: Readonly<Record<InstanceStatus, number>> = {
	Running: 103,
	Stopped: 102,
	Frozen: 110,
	Error: 112,
};

/** A member that is away can't tell more of its instances than that they are there. */
export const isAway = ({ members }: World, { location }: Pick<Instance, 'location'>): boolean =>
	members.get(location)?.online === false;

export function instanceView(world: World, instance: Instance): Readonly<Record<string, unknown>> {
	const { settings, name, project, type, location } = instance;
	const whereabouts = { name, project, type, location };
	if (isAway(world, instance)) {
		return { ...whereabouts, status: 'Error', status_code: STATUS_CODES.Error, config: null };
	}
	return {
		...settings,
		// Go's map without anything in it, as after a PUT of nothing.
		config: Object.keys(settings.config).length === 0 ? null : settings.config,
		...whereabouts,
		stateful: instance.savedMemory !== null,
		created_at: goTime(instance.createdAt),
		last_used_at: goTime(instance.lastUsedAt),
		status: instance.status,
		status_code: STATUS_CODES[instance.status],
		expanded_config: expandedConfig(world, project, settings),
		expanded_devices: expandedDevices(world, project, settings),
	};
}

/** With state and snapshots. Go writes null for a list without anything in it. */
export const fullInstanceView = (world: World, instance: Instance): unknown =>
	isAway(world, instance)
		? { ...instanceView(world, instance), state: null, snapshots: null, backups: null }
		: {
				...instanceView(world, instance),
				state: stateView(world, instance),
				snapshots:
					instance.snapshots.length === 0
						? null
						: instance.snapshots.map((one) => snapshotView(world, instance, one)),
				backups: null,
			};

export function stateView(world: World, instance: Instance): unknown {
	const { status, settings, project } = instance;
	const on = isOn(instance);
	const nics = Object.entries(expandedDevices(world, project, settings)).filter(
		([, { type }]) => type === 'nic',
	);
	const network = nics.map(([name, { hwaddr }]) => [
		name,
		{
			addresses: [],
			hwaddr: hwaddr ?? settings.config[`volatile.${name}.hwaddr`] ?? '',
			state: 'up',
			type: 'broadcast',
		},
	]);
	return {
		status,
		status_code: STATUS_CODES[status],
		pid: on ? 4242 : 0,
		processes: on ? 42 : 0,
		disk: { root: { usage: instance.disk.length, total: 0 } },
		memory: { usage: on ? (instance.memory?.length ?? 0) : 0 },
		network: on ? Object.fromEntries(network) : null,
	};
}

export const snapshotView = (
	world: World,
	{ name: instance, project }: Instance,
	snapshot: InstanceSnapshot,
): unknown => ({
	...snapshot.settings,
	name: world.quirks.snapshotNames === 'bare' ? snapshot.name : `${instance}/${snapshot.name}`,
	created_at: preciseTime(snapshot.createdAt),
	last_used_at: ZERO_TIME,
	expires_at: expiryOrZero(snapshot.expiresAt),
	stateful: snapshot.stateful,
	size: snapshot.size,
	expanded_config: expandedConfig(world, project, snapshot.settings),
	expanded_devices: expandedDevices(world, project, snapshot.settings),
});

const volumeTime = ({ quirks }: World, at: number): string =>
	quirks.volumeCreatedAt === 'told' ? goTime(at) : ZERO_TIME;

export const poolView = ({ name, driver, config }: Pool): unknown => ({
	name,
	driver,
	config,
	description: '',
	status: 'Created',
	locations: ['none'],
	used_by: [],
});

export const volumeView = (world: World, volume: Volume): Readonly<Record<string, unknown>> => ({
	name: volume.name,
	type: 'custom',
	project: volume.project,
	location: volume.location,
	content_type: volume.contentType,
	description: volume.description,
	config: volume.config,
	created_at: volumeTime(world, volume.createdAt),
	used_by: usersOf(world, volume).map(instanceUrl),
});

/** The disk of an instance, as a volume. */
export const rootVolumeView = (
	world: World,
	instance: Instance,
): Readonly<Record<string, unknown>> => ({
	name: instance.name,
	type: instance.type,
	project: instance.project,
	location: instance.location,
	content_type: instance.type === 'container' ? 'filesystem' : 'block',
	description: '',
	config: {},
	created_at: goTime(instance.createdAt),
	used_by: [instanceUrl(instance)],
	pool: rootDisk(world, instance.project, instance.settings)?.pool,
});

/** By itself: with its bare name and the zero time; cmd/incusd/storage_volumes_snapshot.go. */
export const volumeSnapshotView = (
	world: World,
	volume: Volume,
	snapshot: VolumeSnapshot,
): unknown => ({
	name: snapshot.name,
	description: snapshot.description,
	content_type: volume.contentType,
	created_at: volumeTime(world, snapshot.createdAt),
	expires_at: expiryOrZero(snapshot.expiresAt),
	config: snapshot.config,
});

/** In a list: `volume/snapshot`, null for never, and no content type; the same source. */
export const listedVolumeSnapshotView = (
	world: World,
	volume: Volume,
	snapshot: VolumeSnapshot,
): unknown => ({
	name: `${volume.name}/${snapshot.name}`,
	description: snapshot.description,
	content_type: '',
	created_at: volumeTime(world, snapshot.createdAt),
	expires_at: snapshot.expiresAt === null ? null : goTime(snapshot.expiresAt),
	config: snapshot.config,
});
