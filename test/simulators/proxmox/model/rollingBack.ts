import { existing } from './deleting';
import { Die, isTemplate, type Config, type Guest, type Snapshot } from './entities';
import { assertRollbackPossible, blockersOf, isReplication } from './features';
import { turnOff, turnOn } from './power';
import type { Order, Task } from './tasks';
import type { World } from './world';
import { assertFileFree, assertUnlocked } from './world';

type Work = Pick<Order, 'seconds' | 'begin' | 'finish'>;

/** Stops a running guest hard; it ends running only with RAM in the snapshot, or when told to start. */
export function rollbackWork(world: World, guest: Guest, name: string, start: boolean): Work {
	const { durations } = world;
	const withMemory = guest.snapshots.get(name)?.vmstate !== undefined;
	const starting = start ? durations.start : 0;
	return {
		seconds: durations.rollback + (withMemory ? durations.memory : starting),
		begin: (task) => {
			assertFileFree(guest);
			if (guest.migrationLocked) {
				throw new Die('Failed to obtain guest migration lock - replication running?');
			}
			if (isTemplate(guest)) throw new Die(`you can't rollback if vm is a template`);
			const snapshot = existing(guest, name);
			removeReplications(world, guest, snapshot, task);
			for (const volume of world.volumes.volumesOf(snapshot.config)) {
				assertRollbackPossible(volume, name);
			}
			if (snapshot.snapstate !== undefined) {
				const { snapstate } = snapshot;
				throw new Die(`unable to rollback to incomplete snapshot (snapstate = ${snapstate})`);
			}
			assertUnlocked(guest);
			turnOff(guest);
			guest.lock = 'rollback';
		},
		finish: () => {
			const snapshot = existing(guest, name);
			for (const _ of world.volumes.volumesOf(snapshot.config)) {
				world.volumes.assertWorks('rollback', guest);
			}
			goBack(world, guest, snapshot);
			if (withMemory || start) turnOn(world, guest);
		},
	};
}

/** Those in the way only, and only if nothing else is. */
function removeReplications(
	{ volumes }: World,
	guest: Guest,
	{ name, config }: Snapshot,
	task: Task,
): void {
	if (guest.replicationJob === undefined) return;
	let removed = false;
	for (const volume of volumes.volumesOf(config)) {
		const blockers = blockersOf(volume, name);
		if (!blockers.every(isReplication)) assertRollbackPossible(volume, name);
		for (const blocker of blockers) {
			task.log.push(`WARN: removing replication snapshot '${volume.id}@${blocker}'`);
			removed = true;
		}
		volume.snapshots = volume.snapshots.filter((one) => !blockers.includes(one));
	}
	if (removed) {
		task.log.push(`WARN: you shouldn't remove '${name}' before running the next replication!`);
	}
}

function goBack(world: World, guest: Guest, snapshot: Snapshot): void {
	guest.config = configAfter(world, guest, snapshot);
	guest.content = { ...snapshot.content };
	guest.parent = snapshot.name;
	delete guest.lock;
}

/** The description stays; a disk that the snapshot does not have is not lost, but unused. */
function configAfter(world: World, guest: Guest, snapshot: Snapshot): Config {
	const { description, ...before } = guest.config;
	const config: Config = { ...snapshot.config };
	delete config.runningmachine;
	delete config.runningcpu;
	if (description !== undefined) config.description = description;
	const unused = Object.entries(before)
		.filter(([key]) => /^unused\d+$/.test(key))
		.map(([, volume]) => String(volume));
	const kept = new Set(world.volumes.volumesOf(snapshot.config).map(({ id }) => id));
	const left = world.volumes.volumesOf(before).flatMap(({ id }) => (kept.has(id) ? [] : id));
	for (const [place, volume] of [...unused, ...left].entries()) config[`unused${place}`] = volume;
	if (config.vmgenid !== undefined) config.vmgenid = world.newUuid();
	return config;
}
