import { HttpsSimulator, type SimulatedServer } from '../../support/simulatedHttps';
import type { Guest, Snapshot } from './model/entities';
import { addGuest, type GuestSpec } from './model/guestSpec';
import { networkOf, type Network } from './model/network';
import { turnOff, turnOn } from './model/power';
import { addMemory, frozenConfig } from './model/snapshotting';
import type { StorageSpec } from './model/storages';
import type { TaskEnd } from './model/tasks';
import type { VolumeOperation } from './model/volumes';
import type { NodeState, World } from './model/world';

/** A snapshot that is there already, however it came about. */
export interface SnapshotSpec {
	readonly name: string;
	readonly description?: string;
	/** Epoch seconds, 0 for unknown. Default now. */
	readonly snaptime?: number;
	/** Default: the one that the live state descends from; null: none. */
	readonly parent?: string | null;
	/** With the RAM of the guest. */
	readonly vmstate?: boolean;
	/** Half made or half removed. */
	readonly snapstate?: 'prepare' | 'delete';
	readonly disk?: string;
}

/** What a test can do to a cluster without asking its API. */
export abstract class WorldHands extends HttpsSimulator {
	constructor(
		/** Read and change it as the world outside would. */
		readonly world: World,
		server: SimulatedServer,
	) {
		super(server);
	}

	addStorage(spec: StorageSpec): void {
		this.world.volumes.addStorage(spec);
	}

	addPool(name: string, comment = ''): void {
		this.world.pools.set(name, comment);
	}

	/** Tells its vmid. */
	addGuest(spec: GuestSpec): number {
		this.world.settle();
		return addGuest(this.world, spec).vmid;
	}

	addSnapshot(vmid: number, spec: SnapshotSpec): void {
		const guest = this.guest(vmid);
		const parent = spec.parent === undefined ? guest.parent : (spec.parent ?? undefined);
		const snapshot: Snapshot = {
			name: spec.name,
			snaptime: spec.snaptime ?? this.world.now(),
			description: spec.description ?? '',
			parent,
			snapstate: spec.snapstate,
			config: frozenConfig(guest.config),
			content: { disk: spec.disk ?? guest.content.disk, memory: '' },
		};
		if (spec.vmstate === true) {
			addMemory(this.world, guest, snapshot);
			snapshot.content.memory = guest.content.memory;
		}
		for (const { snapshots } of this.world.volumes.volumesOf(snapshot.config)) {
			snapshots.push(spec.name);
		}
		guest.snapshots.set(spec.name, snapshot);
		if (spec.snapstate !== 'prepare') guest.parent = spec.name;
	}

	/** More VMs, stopped, with two snapshots each, or as many as told. */
	grow(count: number, snapshotsEach = 2): void {
		for (let number = 1; number <= count; number += 1) {
			const name = `more-${this.world.guests.size + 1}`;
			const vmid = this.addGuest({ name, status: 'stopped' });
			for (let nightly = 1; nightly <= snapshotsEach; nightly += 1) {
				this.addSnapshot(vmid, { name: `nightly-${nightly}` });
			}
		}
	}

	/** By what the web interface calls it. */
	vmidOf(name: string): number {
		const found = [...this.world.guests.values()].find(
			({ config }) => config.name === name || config.hostname === name,
		);
		if (found === undefined) throw new Error(`There is no guest ${name}`);
		return found.vmid;
	}

	/** Somebody else holds it: `backup`, `migrate`, `snapshot-delete`, … */
	lock(vmid: number, lock = 'backup'): void {
		this.guest(vmid).lock = lock;
	}

	unlock(vmid: number): void {
		delete this.guest(vmid).lock;
	}

	/** Some other worker has its file, as a start after a rollback has for a while. */
	holdFile(vmid: number): void {
		this.guest(vmid).fileLocked = true;
	}

	releaseFile(vmid: number): void {
		this.guest(vmid).fileLocked = false;
	}

	/** Replication or migration is at work on it. */
	holdMigrationLock(vmid: number): void {
		this.guest(vmid).migrationLocked = true;
	}

	releaseMigrationLock(vmid: number): void {
		this.guest(vmid).migrationLocked = false;
	}

	/** A job that sends its disks elsewhere runs now, and leaves its own snapshot on each. */
	replicate(vmid: number): void {
		const guest = this.guest(vmid);
		const job = (guest.replicationJob ??= `${vmid}-0`);
		for (const volume of this.world.volumes.volumesOf(guest.config)) {
			const others = volume.snapshots.filter((name) => !name.startsWith('__replicate_'));
			volume.snapshots = [...others, `__replicate_${job}_${this.world.now()}__`];
		}
	}

	/** The guest is on another node from now on. */
	migrate(vmid: number, node: string): void {
		if (!this.world.nodes.has(node)) throw new Error(`There is no node ${node}`);
		this.guest(vmid).node = node;
	}

	/** Somebody destroys it. */
	removeGuest(vmid: number): void {
		this.guest(vmid);
		this.world.guests.delete(vmid);
	}

	/** Of any but the first, where the API is asked. */
	setNode(node: string, state: NodeState): void {
		const [first] = this.world.nodes.keys();
		if (node === first) throw new Error(`${node} is where the API is asked`);
		if (!this.world.nodes.has(node)) throw new Error(`There is no node ${node}`);
		this.world.nodes.set(node, state);
	}

	/** From now on `/cluster/resources` tells of guests, but for locks and tags, as they are now. */
	holdStatistics(): void {
		this.world.settle();
		this.world.statistics = new Map(
			[...this.world.guests].map(([vmid, { status, config, node }]) => [
				vmid,
				{ status, config: { ...config }, node },
			]),
		);
	}

	releaseStatistics(): void {
		this.world.statistics = undefined;
	}

	/** Lets the storage refuse the next times, with its own text, inside the task. */
	failStorage(
		operation: VolumeOperation,
		message: string,
		{ vmid, times = 1 }: { vmid?: number; times?: number } = {},
	): void {
		this.world.volumes.trap(operation, message, vmid, times);
	}

	/** How the next tasks end. */
	endTasks(
		end: TaskEnd,
		{ type, vmid, times = 1 }: { type?: string; vmid?: number; times?: number } = {},
	): void {
		this.world.tasks.trap(
			(task) =>
				(type === undefined || task.type === type) &&
				(vmid === undefined || task.id === String(vmid)),
			end,
			times,
		);
	}

	/** What is on the disk, behind the API's back. */
	read(vmid: number): string {
		return this.guest(vmid).content.disk;
	}

	write(vmid: number, disk: string): void {
		this.guest(vmid).content.disk = disk;
	}

	readMemory(vmid: number): string {
		return this.guest(vmid).content.memory;
	}

	writeMemory(vmid: number, memory: string): void {
		this.guest(vmid).content.memory = memory;
	}

	network(vmid: number): Network {
		return networkOf(this.guest(vmid).config);
	}

	powerOf(vmid: number): Guest['status'] {
		return this.guest(vmid).status;
	}

	setPower(vmid: number, status: Guest['status']): void {
		const guest = this.guest(vmid);
		if (status === 'running') turnOn(this.world, guest);
		else turnOff(guest);
	}

	/** By name, as the configuration has them. */
	snapshotsOf(vmid: number): readonly Snapshot[] {
		return [...this.guest(vmid).snapshots.values()];
	}

	/** What is on a guest's volumes, whether its configuration knows it or not. */
	storageSnapshotsOf(vmid: number): Readonly<Record<string, readonly string[]>> {
		const volumes = this.world.volumes.volumesOf(this.guest(vmid).config);
		return Object.fromEntries(volumes.map(({ id, snapshots }) => [id, snapshots]));
	}

	/** How often its file systems were frozen for a snapshot. */
	freezesOf(vmid: number): number {
		return this.guest(vmid).freezes;
	}

	/** As it is now. */
	guest(vmid: number): Guest {
		this.world.settle();
		const guest = this.world.guests.get(vmid);
		if (guest === undefined) throw new Error(`There is no guest ${vmid}`);
		return guest;
	}
}
