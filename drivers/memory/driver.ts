import type { Capabilities } from '../../snapshots/capabilities';
import type {
	CreateRequest,
	InventoryEntry,
	InventoryQuery,
	RestoreRequest,
	RevertRequest,
	SnapshotChange,
	SnapshotDriver,
	SystemDescription,
} from '../../snapshots/driver';
import type { SystemId, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { NativeProfiles } from '../../snapshots/nativeProfile';
import { isLive, targetOf, viewOf, type Machine, type StoredSnapshot } from './machine';
import { memoryProfiles } from './profiles';
import { Refusals } from './refusals';
import { request, takeTime } from './request';
import { MemorySystem, type MemorySystemOptions } from './system';
import { changeSnapshot, create, remove, restore, revert, type Bench } from './tasks';

export interface MemoryDriver extends SnapshotDriver {
	/** The switches: locks, faults, delays, quotas, and the content of each machine. */
	readonly controls: MemorySystem;
}

/**
 * The driver contract as executable specification, and a fake for the tests of whoever uses this library:
 *
 * ```ts
 * const driver = memoryDriver({ clock, machines: [{ name: 'web-01' }] });
 * driver.controls.lock('vm-1', 'a backup');
 * const secondWorker = memoryDriver(driver.controls);
 * ```
 */
export const memoryDriver = (on: MemorySystemOptions | MemorySystem): MemoryDriver =>
	new InMemoryDriver(on instanceof MemorySystem ? on : new MemorySystem(on));

class InMemoryDriver implements MemoryDriver {
	readonly system: SystemId;
	readonly capabilities: Capabilities;
	readonly updateSnapshot?: NonNullable<SnapshotDriver['updateSnapshot']>;
	readonly profiles?: NativeProfiles;
	private readonly bench: Bench;
	constructor(readonly controls: MemorySystem) {
		this.system = controls.id;
		this.capabilities = controls.capabilities;
		this.bench = { system: controls, refuse: new Refusals(controls) };
		if (this.capabilities.levels.vm?.features.update.supported === true) {
			this.updateSnapshot = this.update.bind(this);
		}
		if (this.capabilities.levels.vm?.nativeProfile?.supported === true) {
			this.profiles = memoryProfiles(this.bench, (target) => this.find(target));
		}
	}

	async describeSystem(signal: AbortSignal): Promise<SystemDescription> {
		return await request(this.controls, 'describeSystem', undefined, signal, async () => {
			await takeTime(this.controls);
			return { name: 'memory', version: '1' };
		});
	}

	async *inventory(query: InventoryQuery, signal: AbortSignal): AsyncIterable<InventoryEntry> {
		this.bench.refuse.level({ level: query.level, id: '', name: 'The inventory' });
		const entries = await request(this.controls, 'inventory', undefined, signal, async () => {
			await takeTime(this.controls);
			return this.entries(query);
		});
		for (const entry of entries) {
			signal.throwIfAborted();
			yield entry;
		}
	}

	async readTarget(target: TargetRef, signal: AbortSignal): Promise<Target> {
		this.bench.refuse.level(target);
		return await request(this.controls, 'readTarget', target.id, signal, async () => {
			await takeTime(this.controls);
			return targetOf(this.find(target));
		});
	}

	async listSnapshots(target: TargetRef, signal: AbortSignal): Promise<readonly SystemSnapshot[]> {
		this.bench.refuse.level(target);
		return await request(this.controls, 'listSnapshots', target.id, signal, async () => {
			await takeTime(this.controls);
			return this.snapshotsOf(this.find(target));
		});
	}

	async createSnapshot(
		target: Target,
		order: CreateRequest,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		const { refuse } = this.bench;
		if (order.memory) refuse.feature(target, 'memory');
		if (order.quiesce) refuse.feature(target, 'quiesce');
		if (order.expiresAt !== undefined) refuse.feature(target, 'nativeExpiry');
		refuse.snapshotName(target, order.name);
		return await request(this.controls, 'createSnapshot', target.id, signal, async (fault) => {
			const machine = this.find(target);
			if (isLive(machine) && !order.memory) refuse.feature(target, 'diskOnlyWhileRunning');
			return this.view(machine, await create(this.bench, machine, order, fault?.leaves));
		});
	}

	async revertToSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		order: RevertRequest,
		signal: AbortSignal,
	): Promise<Target> {
		this.bench.refuse.feature(target, 'revert');
		return await request(this.controls, 'revertToSnapshot', target.id, signal, async () => {
			const machine = this.find(target);
			await revert(this.bench, machine, this.findSnapshot(machine, snapshot), order);
			return targetOf(machine);
		});
	}

	async restoreAsNew(
		target: Target,
		snapshot: SystemSnapshot,
		order: RestoreRequest,
		signal: AbortSignal,
	): Promise<Target> {
		this.bench.refuse.feature(target, 'restoreAsNew');
		this.bench.refuse.targetName(target, order.name);
		return await request(this.controls, 'restoreAsNew', target.id, signal, async () => {
			const machine = this.find(target);
			return targetOf(
				await restore(this.bench, machine, this.findSnapshot(machine, snapshot), order),
			);
		});
	}

	async deleteSnapshot(
		target: Target,
		snapshot: SystemSnapshot,
		signal: AbortSignal,
	): Promise<void> {
		this.bench.refuse.feature(target, 'delete');
		await request(this.controls, 'deleteSnapshot', target.id, signal, async (fault) => {
			const machine = this.find(target);
			const stored = machine.snapshots.find(({ id }) => id === snapshot.id);
			if (stored !== undefined) await remove(this.bench, machine, stored, fault?.leaves);
		});
	}

	/** There is no connection: the system lives on, for other drivers too. */
	async close(): Promise<void> {}

	private async update(
		target: Target,
		snapshot: SystemSnapshot,
		change: SnapshotChange,
		signal: AbortSignal,
	): Promise<SystemSnapshot> {
		if (change.expiresAt) this.bench.refuse.feature(target, 'nativeExpiry');
		return await request(this.controls, 'updateSnapshot', target.id, signal, async () => {
			const machine = this.find(target);
			const stored = this.findSnapshot(machine, snapshot);
			await changeSnapshot(this.bench, machine, stored, change);
			return this.view(machine, stored);
		});
	}

	private entries({ nameContains = '', withSnapshots }: InventoryQuery): InventoryEntry[] {
		const wanted = nameContains.toLowerCase();
		return [...this.controls.machines.values()]
			.filter(({ name }) => name.toLowerCase().includes(wanted))
			.map((machine) => ({
				target: targetOf(machine),
				...(withSnapshots ? { snapshots: this.snapshotsOf(machine) } : {}),
			}));
	}

	private snapshotsOf(machine: Machine): SystemSnapshot[] {
		return machine.snapshots.map((snapshot) => this.view(machine, snapshot));
	}

	private view(machine: Machine, snapshot: StoredSnapshot): SystemSnapshot {
		return viewOf(machine, snapshot, this.controls.restrictions.revertOnlyNewest);
	}

	private find(target: TargetRef): Machine {
		const machine = this.controls.machines.get(target.id);
		if (machine !== undefined && target.level === 'vm') return machine;
		throw this.bench.refuse.error('NOT_FOUND', target, `There is no VM “${target.name}” any more`);
	}

	private findSnapshot(machine: Machine, wanted: SystemSnapshot): StoredSnapshot {
		const found = machine.snapshots.find(({ id }) => id === wanted.id);
		if (found !== undefined) return found;
		const message = `“${machine.name}” has no snapshot “${wanted.name}” any more`;
		throw this.bench.refuse.error('NOT_FOUND', targetOf(machine), message);
	}
}
