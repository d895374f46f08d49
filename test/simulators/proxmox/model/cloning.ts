import {
	assertCopyable,
	assertOrderFits,
	originOf,
	type CloneOrder,
	type Origin,
} from './cloneChecks';
import { Die, NAME_KEY, type Config, type Guest } from './entities';
import { withNewAddresses } from './network';
import type { Order } from './tasks';
import { assertFileFree, type World } from './world';

type Work = Pick<Order, 'seconds' | 'begin' | 'finish' | 'interrupted' | 'ended'>;

interface HalfMade {
	readonly guest: Guest;
	readonly origin: Origin;
}

/** The new guest is there at once, locked and without disks, and stopped in the end. */
export function cloneWork(world: World, source: Guest, order: CloneOrder): Work {
	const holdsFile = source.type === 'qemu' && source.status === 'running';
	let made: HalfMade | undefined;
	return {
		seconds: world.durations.clone,
		begin: () => {
			if (holdsFile) assertFileFree(source);
			assertOrderFits(world, source, order);
			assertCopyable(world, source, order);
			const origin = originOf(source, order);
			made = { origin, guest: halfMade(world, source, order, origin) };
			if (source.type === 'lxc') source.lock = 'disk';
			source.fileLocked = holdsFile;
		},
		finish: (task) => {
			if (made === undefined) return;
			if (source.type === 'lxc') delete source.lock;
			try {
				copyDisks(world, source, made, order);
			} catch (error) {
				if (!(error instanceof Die)) throw error;
				discard(world, made.guest);
				throw new Die(`clone failed: ${error.message}`);
			}
			task.log.push('transferred 32.0 GiB of 32.0 GiB (100.00%)');
			delete made.guest.lock;
		},
		interrupted: () => {
			if (made === undefined) return 'interrupted by signal';
			if (source.type === 'lxc') delete source.lock;
			discard(world, made.guest);
			return 'clone failed: interrupted by signal';
		},
		ended: () => {
			if (made !== undefined && holdsFile) source.fileLocked = false;
		},
	};
}

function halfMade(world: World, source: Guest, order: CloneOrder, origin: Origin): Guest {
	const made: Guest = {
		...source,
		vmid: order.newid,
		node: order.target ?? source.node,
		status: 'stopped',
		paused: false,
		lock: source.type === 'qemu' ? 'clone' : 'create',
		config: clonedConfig(world, source, origin.config, order),
		parent: undefined,
		snapshots: new Map(),
		content: { ...origin.content },
		pool: order.pool,
		ha: false,
		migrationLocked: false,
		replicationJob: undefined,
		fileLocked: false,
		freezes: 0,
	};
	world.guests.set(made.vmid, made);
	return made;
}

function clonedConfig(world: World, source: Guest, origin: Config, order: CloneOrder): Config {
	const { template, runningmachine, runningcpu, description, ...kept } = origin;
	void [template, runningmachine, runningcpu, description];
	const config = withNewAddresses(world, kept);
	for (const { key } of world.volumes.drivesOf(config)) delete config[key];
	for (const key of Object.keys(config)) if (/^unused\d+$/.test(key)) delete config[key];
	const copy = source.type === 'qemu' ? 'Copy-of-VM-' : 'Copy-of-CT-';
	config[NAME_KEY[source.type]] =
		order.name ?? `${copy}${origin[NAME_KEY[source.type]] ?? source.vmid}`;
	if (order.description !== undefined) config.description = order.description;
	if (config.smbios1 !== undefined) {
		config.smbios1 = String(config.smbios1).replace(/uuid=[^,]+/, `uuid=${world.newUuid()}`);
	}
	if (config.vmgenid !== undefined) config.vmgenid = world.newUuid();
	return config;
}

function copyDisks(world: World, source: Guest, made: HalfMade, order: CloneOrder): void {
	const { volumes } = world;
	const { guest, origin } = made;
	for (const { key, volume } of volumes.drivesOf(origin.config)) {
		if (volume === undefined) continue;
		volumes.assertWorks('copy', source);
		const { snapname, full, storage = volume.storage.name } = order;
		const linked = !full && snapname !== undefined;
		const basis = linked ? { volume: volume.id, snapshot: snapname } : undefined;
		const copy = volumes.allocate(storage, guest.vmid, 'disk', basis);
		guest.config[key] = String(origin.config[key]).replace(volume.id, copy.id);
	}
}

/** What a failed clone leaves: nothing. */
function discard({ volumes, guests }: World, guest: Guest): void {
	for (const { id } of volumes.volumesOf(guest.config)) volumes.free(id);
	guests.delete(guest.vmid);
}
