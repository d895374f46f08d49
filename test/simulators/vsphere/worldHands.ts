import { HttpsSimulator, type SimulatedServer } from '../../support/simulatedHttps';
import { snapshotFault, type PowerState } from './model/faults';
import { switchPower } from './model/snapshotWork';
import type { Snapshot } from './model/snapshotTree';
import type { Task } from './model/tasks';
import type { Vm } from './model/vm';
import type { World } from './model/world';
import { seedSnapshot, seedVm, type SnapshotSpec, type VmSpec } from './seeding';
import { type Fault } from './wire/fault';

/** What a test can do to a world without asking its API. VMs are known by their reference's value: `vm-42`. */
export abstract class WorldHands extends HttpsSimulator {
	private readonly locks = new Map<string, Task>();

	constructor(
		/** Read and change it as the world outside would. */
		readonly world: World,
		server: SimulatedServer,
	) {
		super(server);
	}

	addVm(spec: VmSpec): string {
		return this.changed(() => seedVm(this.world, spec).ref.value);
	}

	/** A snapshot that is there already, on top of the current one; tells its reference's value. */
	addSnapshot(vm: string, spec: SnapshotSpec = {}): string {
		return this.changed(() => seedSnapshot(this.world, this.vm(vm), spec).ref.value);
	}

	/** More VMs, switched off, with two snapshots each (or as many as told). */
	grow(count: number, snapshotsEach = 2): void {
		for (let number = 1; number <= count; number += 1) {
			const vm = this.addVm({ name: `more-${number}`, power: 'poweredOff' });
			for (let age = snapshotsEach; age >= 1; age -= 1) {
				this.addSnapshot(vm, { takenAt: new Date(this.world.now() - age * 86_400_000) });
			}
		}
	}

	/** By its name, which has to be the only one. */
	vmNamed(name: string): string {
		const [vm, other] = this.world.vms.filter((one) => one.name === name);
		if (vm === undefined || other !== undefined) throw new Error(`Not exactly one VM ${name}`);
		return vm.ref.value;
	}

	snapshotsOf(vm: string): readonly Snapshot[] {
		return this.vm(vm).tree.all;
	}

	/** What is on its disk, behind the API's back. */
	read(vm: string): string {
		return this.vm(vm).disk;
	}

	write(vm: string, text: string): void {
		this.change(vm, (one) => (one.disk = text));
	}

	/** What is in its memory; nothing, if it is off. */
	readMemory(vm: string): string {
		return this.vm(vm).memory;
	}

	writeMemory(vm: string, text: string): void {
		this.change(vm, (one) => (one.memory = text));
	}

	/** What is on its independent disk. */
	readIndependent(vm: string): string {
		return this.vm(vm).independent;
	}

	writeIndependent(vm: string, text: string): void {
		this.change(vm, (one) => (one.independent = text));
	}

	powerOf(vm: string): PowerState {
		return this.vm(vm).power;
	}

	setPower(vm: string, power: PowerState): void {
		this.change(vm, (one) => switchPower(one, power));
	}

	setTools(vm: string, tools: Vm['tools']): void {
		this.change(vm, (one) => (one.tools = tools));
	}

	/** Whether its cards are, or when it is switched on would be, plugged in; and their addresses. */
	networkOf(vm: string): { readonly connected: boolean; readonly addresses: readonly string[] } {
		const { cards } = this.vm(vm);
		return {
			connected: cards.some(({ connected, startConnected }) => connected || startConnected),
			addresses: cards.map(({ macAddress }) => macAddress),
		};
	}

	/** Somebody else's task is at work on the VM, until `unlock`. */
	lock(
		vm: string,
		descriptionId = 'VirtualMachine.relocate',
		userName = 'VSPHERE.LOCAL\\backup',
	): Task {
		const { tasks } = this.world;
		return this.changed(() => {
			const task = tasks.begin({
				descriptionId,
				userName,
				entity: this.vm(vm),
				seconds: Infinity,
				work: () => undefined,
			});
			this.locks.set(vm, task);
			return task;
		});
	}

	unlock(vm: string): void {
		const task = this.locks.get(vm);
		this.locks.delete(vm);
		this.changed(() => task && this.world.tasks.abandon(task));
	}

	/** Somebody else, a backup appliance, has the disks open: what would merge them fails, until it lets go. */
	lockFiles(vm: string): void {
		this.change(vm, (one) => (one.filesLocked = true));
	}

	releaseFiles(vm: string): void {
		this.change(vm, (one) => (one.filesLocked = false));
	}

	needConsolidation(vm: string): void {
		this.change(vm, (one) => (one.consolidationNeeded = true));
	}

	consolidationNeeded(vm: string): boolean {
		return this.vm(vm).consolidationNeeded;
	}

	/** `currentSnapshot` is unset from now on, until a snapshot is made or reverted to. */
	hideCurrent(vm: string): void {
		this.change(vm, ({ tree }) => (tree.currentUntold = true));
	}

	/** The next quiesced snapshots fail so. */
	failQuiesce(
		vm: string,
		type: 'ApplicationQuiesceFault' | 'FilesystemQuiesceFault',
		times = 1,
	): void {
		this.vm(vm).quiesceFailures.push(...Array.from({ length: times }, () => snapshotFault(type)));
	}

	/** The next tasks fail with this, at this part of their time. */
	failTasks(fault: Fault, { descriptionId, vm, at = 1, times = 1 }: TaskTrap = {}): void {
		const fits = (task: Task): boolean =>
			(descriptionId === undefined || task.descriptionId === descriptionId) &&
			(vm === undefined || task.entity.ref.value === vm);
		this.world.tasks.trap(fits, fault, at, times);
	}

	/** Nobody can see this property, and what is in it: it is in the `missingSet`. */
	hideProperty(on: string, path: string, fault: Fault): void {
		this.world.hidden.push({ on, path, fault });
	}

	/** Tasks that are over are gone at once. */
	forgetTasks(): void {
		this.changed(() => {
			const { tasks } = this.world;
			for (const task of tasks.all) if (!tasks.isOpen(task)) tasks.forget(task);
		});
	}

	/** Somebody else removes the VM. */
	removeVm(vm: string): void {
		this.changed(() => this.world.forget(this.vm(vm)));
	}

	/** For whatever else the world outside may do to a VM. */
	change(vm: string, change: (vm: Vm) => void): void {
		this.changed(() => change(this.vm(vm)));
	}

	private changed<T>(change: () => T): T {
		this.world.settle();
		const told = change();
		this.world.settle();
		this.world.changes.tell();
		return told;
	}

	private vm(value: string): Vm {
		this.world.settle();
		const vm = this.world.vms.find(({ ref }) => ref.value === value);
		if (vm === undefined) throw new Error(`There is no VM ${value}`);
		return vm;
	}
}

export interface TaskTrap {
	/** `VirtualMachine.clone`. Default: any. */
	readonly descriptionId?: string;
	readonly vm?: string;
	/** 1: when it would be done; 0: at its start. */
	readonly at?: number;
	readonly times?: number;
}
