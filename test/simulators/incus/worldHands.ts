import { HttpsSimulator, type SimulatedServer } from '../../support/simulatedHttps';
import type { Instance, InstanceStatus, Pool, PoolDriver, Volume } from './model/entities';
import { expandedDevices, isOn } from './model/lookup';
import type { LockAction } from './model/locks';
import type { Operation } from './model/operations';
import { powerOff, powerOn } from './model/power';
import type { World } from './model/world';
import * as seed from './seeding';
import type * as specs from './specs';

/** Which instance; a name alone is in the project `default`. */
export type InstanceRef = string | { readonly project: string; readonly name: string };
/** Which volume. Default project `default`, and the first pool. */
export type VolumeRef =
	string | { readonly pool?: string; readonly project?: string; readonly name: string };

/** What a test can do to a world without asking its API. */
export abstract class WorldHands extends HttpsSimulator {
	constructor(
		/** Read and change it as the world outside would. */
		readonly world: World,
		server: SimulatedServer,
	) {
		super(server);
	}

	addProject(spec: specs.ProjectSpec): void {
		seed.seedProject(this.world, spec);
	}

	addPool(spec: specs.PoolSpec): void {
		seed.seedPool(this.world, spec);
	}

	addProfile(spec: specs.ProfileSpec): void {
		seed.seedProfile(this.world, spec);
	}

	addInstance(spec: specs.InstanceSpec): void {
		this.world.settle();
		seed.seedInstance(this.world, spec);
	}

	addSnapshot(of: InstanceRef, spec: specs.SnapshotSpec): void {
		seed.seedSnapshot(this.world, this.instance(of), spec);
	}

	addVolume(spec: specs.VolumeSpec): void {
		this.world.settle();
		seed.seedVolume(this.world, spec);
	}

	addVolumeSnapshot(of: VolumeRef, spec: specs.VolumeSnapshotSpec): void {
		seed.seedVolumeSnapshot(this.world, this.volume(of), spec);
	}

	/** More instances, stopped, with two snapshots each (or as many as told). */
	grow(count: number, snapshotsEach = 2): void {
		for (let number = 1; number <= count; number += 1) {
			const name = `more-${number}`;
			this.addInstance({ name, status: 'Stopped' });
			for (let age = snapshotsEach; age >= 1; age -= 1) {
				const createdAt = new Date(this.world.now() - age * 86_400_000);
				this.addSnapshot(name, { name: `nightly-${age}`, createdAt });
			}
		}
	}

	/** The same for custom volumes of the first pool. */
	growVolumes(count: number, snapshotsEach = 2): void {
		for (let number = 1; number <= count; number += 1) {
			const name = `more-${number}`;
			this.addVolume({ name });
			for (let age = snapshotsEach; age >= 1; age -= 1) {
				const createdAt = new Date(this.world.now() - age * 86_400_000);
				this.addVolumeSnapshot(name, { name: `nightly-${age}`, createdAt });
			}
		}
	}

	/** What is on the root disk, behind the API's back. */
	read(of: InstanceRef): string {
		return this.instance(of).disk;
	}

	write(to: InstanceRef, disk: string): void {
		this.instance(to).disk = disk;
	}

	/** What is in the RAM of one that runs. */
	readMemory(of: InstanceRef): string {
		const { name, memory } = this.instance(of);
		if (memory === null) throw new Error(`${name} is off`);
		return memory;
	}

	writeMemory(to: InstanceRef, memory: string): void {
		const instance = this.instance(to);
		if (!isOn(instance)) throw new Error(`${instance.name} is off`);
		instance.memory = memory;
	}

	readVolume(of: VolumeRef): string {
		return this.volume(of).content;
	}

	writeVolume(to: VolumeRef, content: string): void {
		this.volume(to).content = content;
	}

	statusOf(instance: InstanceRef): InstanceStatus {
		return this.instance(instance).status;
	}

	setStatus(of: InstanceRef, status: 'Running' | 'Stopped'): void {
		const instance = this.instance(of);
		if (status === 'Stopped') powerOff(instance);
		else powerOn(this.world, instance);
	}

	/** Of its network cards; connected where there is any. */
	network(of: InstanceRef): { readonly connected: boolean; readonly addresses: readonly string[] } {
		const { project, settings } = this.instance(of);
		const nics = Object.entries(expandedDevices(this.world, project, settings)).filter(
			([, { type }]) => type === 'nic',
		);
		const addresses = nics.map(
			([name, { hwaddr }]) => hwaddr ?? settings.config[`volatile.${name}.hwaddr`] ?? '',
		);
		return { connected: nics.length > 0, addresses };
	}

	/** Another operation holds the instance and its snapshots, until it is freed. */
	busy(instance: InstanceRef, action: LockAction = 'migrate'): void {
		this.world.locks.block(this.instance(instance), action);
	}

	free(instance: InstanceRef): void {
		this.world.locks.unblock(this.instance(instance));
	}

	/** The storage refuses to change the volume, in these words. */
	busyVolume(
		volume: VolumeRef,
		why = 'Failed to unmount storage volume: device or resource busy',
	): void {
		this.world.busyVolumes.set(this.volume(volume), why);
	}

	freeVolume(volume: VolumeRef): void {
		this.world.busyVolumes.delete(this.volume(volume));
	}

	/** Lets the next operations fail with this error; by their description, like "Restoring snapshot". */
	failOperations(
		message: string,
		{ description, times = 1 }: { description?: string; times?: number } = {},
	): void {
		const matches = (operation: Operation): boolean =>
			description === undefined || operation.description === description;
		this.world.trap(matches, message, times);
	}

	/** Another driver, or other options, for a pool that is there. */
	setPool(
		name: string,
		change: { readonly driver?: PoolDriver; readonly config?: Pool['config'] },
	): void {
		const pool = this.world.pools.get(name);
		if (pool === undefined) throw new Error(`There is no pool ${name}`);
		Object.assign(pool, change);
	}

	setMember(name: string, online: boolean): void {
		const member = this.world.members.get(name);
		if (member === undefined) throw new Error(`There is no member ${name}`);
		member.online = online;
	}

	/** As it is now. */
	instance(ref: InstanceRef): Instance {
		this.world.settle();
		const { project, name } = typeof ref === 'string' ? { project: 'default', name: ref } : ref;
		const found = this.world.instances.find((one) => one.project === project && one.name === name);
		if (found === undefined) throw new Error(`There is no instance ${name} in ${project}`);
		return found;
	}

	volume(ref: VolumeRef): Volume {
		this.world.settle();
		const wanted = typeof ref === 'string' ? { name: ref } : ref;
		const [first = ''] = this.world.pools.keys();
		const { pool = first, project = 'default', name } = wanted;
		const found = this.world.volumes.find(
			(one) => one.pool === pool && one.project === project && one.name === name,
		);
		if (found === undefined) throw new Error(`There is no volume ${name} on ${pool} in ${project}`);
		return found;
	}
}
