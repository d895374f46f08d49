import { Die, isTemplate, type Config, type Guest, type Snapshot } from './entities';
import { hasFeature } from './features';
import { freezeIfPossible } from './freezing';
import { INTERRUPTED, type Order, type Task } from './tasks';
import { assertFileFree, assertUnlocked, type World } from './world';

export interface SnapshotOrder {
	readonly name: string;
	readonly description: string;
	/** With the RAM of a running VM. */
	readonly vmstate: boolean;
}

type Work = Pick<Order, 'seconds' | 'begin' | 'finish' | 'interrupted'>;

/** Prepared under the lock `snapshot`, then committed; what fails in between is cleaned up. */
export function snapshotWork(world: World, guest: Guest, order: SnapshotOrder): Work {
	const withMemory = order.vmstate && guest.status === 'running';
	const { snapshot, memory } = world.durations;
	return {
		seconds: snapshot + (withMemory ? memory : 0),
		begin: () => prepare(world, guest, order, withMemory),
		interrupted: () => {
			discard(world, guest, order.name);
			return INTERRUPTED;
		},
		finish: (task) => {
			try {
				take(world, guest, order.name, task);
			} catch (error) {
				if (!(error instanceof Die)) throw error;
				task.log.push('snapshot create failed: starting cleanup');
				discard(world, guest, order.name);
				throw error;
			}
		},
	};
}

function prepare(world: World, guest: Guest, order: SnapshotOrder, withMemory: boolean): void {
	const { name, description } = order;
	assertFileFree(guest);
	if (isTemplate(guest)) throw new Die(`you can't take a snapshot if it's a template`);
	assertUnlocked(guest);
	if (guest.snapshots.has(name)) throw new Die(`snapshot name '${name}' already used`);
	if (!hasFeature(world, guest.config, 'snapshot', false)) {
		throw new Die('snapshot feature is not available');
	}
	guest.lock = 'snapshot';
	const snapshot: Snapshot = {
		name,
		snaptime: world.now(),
		description,
		parent: guest.parent,
		snapstate: 'prepare',
		config: frozenConfig(guest.config),
		content: { disk: '', memory: '' },
	};
	if (withMemory) addMemory(world, guest, snapshot);
	guest.snapshots.set(name, snapshot);
}

/** A snapshot has no description of the guest's own, nor its unused disks (AbstractConfig.pm). */
export const frozenConfig = (config: Config): Config =>
	Object.fromEntries(
		Object.entries(config).filter(([key]) => key !== 'description' && !/^unused\d+$/.test(key)),
	);

export function addMemory({ volumes }: World, guest: Guest, snapshot: Snapshot): void {
	const drives = volumes.volumesOf(guest.config);
	// Where it is told to, else on shared storage of the VM, else on its own, else on `local`.
	const own = drives.find(({ storage }) => storage.shared) ?? drives[0];
	const storage = String(guest.config.vmstatestorage ?? own?.storage.name ?? 'local');
	snapshot.vmstate = volumes.allocate(storage, guest.vmid, `state-${snapshot.name}`).id;
	snapshot.config = {
		...snapshot.config,
		runningmachine: 'pc-i440fx-10.0+pve0',
		runningcpu: 'qemu64,+aes,enforce,+kvm_pv_eoi',
	};
}

function take(world: World, guest: Guest, name: string, task: Task): void {
	const { volumes } = world;
	const snapshot = guest.snapshots.get(name);
	if (snapshot === undefined) throw new Die(`snapshot '${name}' does not exist`);
	if (snapshot.vmstate === undefined) freezeIfPossible(world, guest, task);
	else logMemory(task, snapshot.vmstate);
	for (const { key, volume } of volumes.drivesOf(snapshot.config)) {
		if (volume === undefined) continue;
		volumes.assertWorks('snapshot', guest);
		if (volume.snapshots.includes(name)) {
			throw new Die(`snapshot '${name}' of volume '${volume.id}' exists already`);
		}
		if (guest.type === 'qemu') task.log.push(`snapshotting 'drive-${key}' (${volume.id})`);
		volume.snapshots.push(name);
	}
	const memory = snapshot.vmstate === undefined ? '' : guest.content.memory;
	snapshot.content = { disk: guest.content.disk, memory };
	delete snapshot.snapstate;
	delete guest.lock;
	guest.parent = name;
}

function logMemory(task: Task, vmstate: string): void {
	task.log.push(`saving VM state and RAM using storage '${vmstate.split(':')[0]}'`);
	task.log.push('completed saving the VM state in 6s, saved 1.02 GiB');
}

/** What the clean-up of a failed snapshot leaves: nothing. */
function discard({ volumes }: World, guest: Guest, name: string): void {
	const snapshot = guest.snapshots.get(name);
	for (const volume of volumes.volumesOf(snapshot?.config ?? {})) {
		volume.snapshots = volume.snapshots.filter((one) => one !== name);
	}
	if (snapshot?.vmstate !== undefined) volumes.free(snapshot.vmstate);
	guest.snapshots.delete(name);
	delete guest.lock;
}
