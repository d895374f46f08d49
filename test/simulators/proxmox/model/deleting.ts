import { Die, isTemplate, type Guest, type Snapshot } from './entities';
import { isReplication } from './features';
import { isVolumeChain } from './storages';
import type { Order, Task } from './tasks';
import type { Volume } from './volumes';
import { assertFileFree, assertUnlocked, type World } from './world';

type Work = Pick<Order, 'seconds' | 'begin' | 'finish'>;

/** `force`: out of the configuration even if a disk's snapshot stays behind. It opens no lock. */
export function deleteWork(world: World, guest: Guest, name: string, force: boolean): Work {
	return {
		seconds: world.durations.deletion,
		begin: () => {
			assertFileFree(guest);
			if (guest.migrationLocked && !force) {
				throw new Die('Failed to obtain guest migration lock - replication running?');
			}
			const snapshot = existing(guest, name);
			if (!force) assertNotNeeded(world, guest, snapshot);
			assertUnlocked(guest);
			guest.lock = 'snapshot-delete';
			if (isTemplate(guest)) throw new Die(`you can't delete a snapshot if vm is a template`);
			snapshot.snapstate = 'delete';
		},
		finish: (task) => {
			const snapshot = existing(guest, name);
			for (const volume of world.volumes.volumesOf(snapshot.config)) {
				removeFrom(world, guest, volume, name, force, task);
			}
			if (snapshot.vmstate !== undefined) world.volumes.free(snapshot.vmstate);
			unlink(guest, snapshot);
			delete guest.lock;
		},
	};
}

export function existing(guest: Guest, name: string): Snapshot {
	const snapshot = guest.snapshots.get(name);
	if (snapshot === undefined) throw new Die(`snapshot '${name}' does not exist`);
	return snapshot;
}

/** Once a rollback has removed replication's own snapshots, it has to run before this one may go. */
function assertNotNeeded({ volumes }: World, guest: Guest, { name, config }: Snapshot): void {
	const { replicationJob: job } = guest;
	if (job === undefined) return;
	if (volumes.volumesOf(config).every(({ snapshots }) => snapshots.some(isReplication))) return;
	throw new Die(`snapshot '${name}' needed by replication job '${job}' - run replication first`);
}

function removeFrom(
	world: World,
	guest: Guest,
	volume: Volume,
	name: string,
	force: boolean,
	task: Task,
): void {
	try {
		assertRemovable(world, guest, volume, name);
	} catch (error) {
		if (!(error instanceof Die) || !force) throw error;
		task.log.push(error.message);
		return;
	}
	volume.snapshots = volume.snapshots.filter((one) => one !== name);
}

function assertRemovable(world: World, guest: Guest, volume: Volume, name: string): void {
	const { volumes, quirks } = world;
	volumes.assertWorks('delete', guest);
	const clone = volumes.dependentOn(volume.id, name);
	if (clone !== undefined && quirks.linkedCloneKeepsSnapshot) {
		// Inferred: the text of each storage is its own.
		throw new Die(`snapshot '${name}' of '${volume.id}' is in use by '${clone.id}'`);
	}
	const topmost = volume.snapshots.at(-1) === name;
	const isTpm = String(guest.config.tpmstate0 ?? '').startsWith(volume.id);
	if (isTpm && topmost && guest.status === 'running' && isVolumeChain(volume.storage)) {
		throw new Die(
			`top-most snapshot of TPM state '${volume.id}' on storage with 'snapshot-as-volume-chain' ` +
				'cannot be removed while the VM is running.',
		);
	}
}

/** Its children, and the live state, descend from its parent now. */
function unlink(guest: Guest, { name, parent }: Snapshot): void {
	for (const other of [guest, ...guest.snapshots.values()]) {
		if (other.parent !== name) continue;
		if (parent === undefined) delete other.parent;
		else other.parent = parent;
	}
	guest.snapshots.delete(name);
}
