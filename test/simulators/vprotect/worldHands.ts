import { HttpsSimulator, type SimulatedServer } from '../../support/simulatedHttps';
import type { PowerState, Snapshot, Task, TaskType, Vm } from './model/entities';
import { syncInventory } from './model/inventory';
import { queueInventorySync } from './model/orders';
import type { World } from './model/world';
import * as seed from './seeding';

/** What a test can do to a world without asking its API. */
export abstract class WorldHands extends HttpsSimulator {
	constructor(
		/** Read and change it as the world outside would. */
		readonly world: World,
		server: SimulatedServer,
	) {
		super(server);
	}

	/** Lets the next tasks fail with this message when they would be done. */
	failTasks(
		message: string,
		{ type, vm, times = 1 }: { type?: TaskType; vm?: string; times?: number } = {},
	): void {
		const matches = (task: Task): boolean =>
			(type === undefined || task.type === type) && (vm === undefined || task.vm?.guid === vm);
		this.world.trapTasks(matches, message, times);
	}

	/** The node takes up no task any more, as when it is down or busy with backups. */
	holdQueue(): void {
		this.world.settle();
		this.world.queue.hold();
	}

	releaseQueue(): void {
		this.world.settle();
		this.world.queue.release();
	}

	/** Each of these tells the guid. */
	addHypervisor(spec: seed.HypervisorSpec): string {
		return seed.seedHypervisor(this.world, spec).guid;
	}

	addVm(spec: seed.VmSpec): string {
		return seed.seedVm(this.world, spec).guid;
	}

	addPolicy(spec: seed.PolicySpec): string {
		return seed.seedPolicy(this.world, spec).guid;
	}

	addSchedule(spec: seed.ScheduleSpec): string {
		const { guid } = seed.seedSchedule(this.world, spec);
		// Its first start is reckoned from now on.
		this.world.settle();
		return guid;
	}

	attachSchedule(policyName: string, scheduleName: string): void {
		seed.attachSchedule(this.world, policyName, scheduleName);
	}

	/** A snapshot that is there already. */
	addSnapshot(vmGuid: string, spec: seed.SnapshotSpec = {}): string {
		return seed.seedSnapshot(this.world, this.vm(vmGuid), spec).guid;
	}

	/** More VMs, stopped, under a policy `more`, with two snapshots each (or as many as told). */
	grow(count: number, snapshotsEach = 2): void {
		const known = [...this.world.policies.values()].some(({ name }) => name === 'more');
		if (!known) this.addPolicy({ name: 'more' });
		for (let number = 1; number <= count; number += 1) {
			const vm = this.addVm({ name: `more-${number}`, policy: 'more', power: 'stopped' });
			for (let age = snapshotsEach; age >= 1; age -= 1) {
				const takenAt = new Date(this.world.now() - age * 86_400_000);
				this.addSnapshot(vm, { takenAt });
			}
		}
	}

	/** Of a VM, policy, schedule or hypervisor, by its name. */
	guidOf(kind: 'vm' | 'policy' | 'schedule' | 'hypervisor' | 'cluster', name: string): string {
		const { vms, policies, schedules, hypervisors, clusters } = this.world;
		const things = {
			vm: vms,
			policy: policies,
			schedule: schedules,
			hypervisor: hypervisors,
			cluster: clusters,
		};
		return seed.named(things[kind], name).guid;
	}

	/** Of the policy's only rule. */
	ruleOf(policyName: string): string {
		const [rule] = seed.named(this.world.policies, policyName).rules;
		if (rule === undefined) throw new Error(`Policy ${policyName} has no rule`);
		return rule.guid;
	}

	/** What is on the disk, behind the API's back. */
	read(vmGuid: string): string {
		return this.vm(vmGuid).content.disk;
	}

	write(vmGuid: string, disk: string): void {
		const vm = this.vm(vmGuid);
		vm.content = { ...vm.content, disk };
	}

	powerOf(vmGuid: string): PowerState {
		return this.vm(vmGuid).content.power;
	}

	setPower(vmGuid: string, power: PowerState): void {
		const vm = this.vm(vmGuid);
		vm.content = { ...vm.content, power };
	}

	/** The snapshots of a VM that are there now, oldest first. */
	snapshotsOf(vmGuid: string): readonly Snapshot[] {
		return this.world.snapshots.of(this.vm(vmGuid));
	}

	/** Assigns, or with null takes away; by the policy's name. */
	setPolicy(vmGuid: string, policyName: string | null): void {
		this.vm(vmGuid).snapshotPolicy =
			policyName === null ? null : seed.named(this.world.policies, policyName);
	}

	/** Somebody removes the VM on its platform; vProtect knows when it syncs its inventory. */
	removeFromPlatform(vmGuid: string): void {
		this.vm(vmGuid).exists = false;
	}

	/** At once, without a task. */
	syncInventory(): void {
		this.world.settle();
		syncInventory(this.world);
	}

	/** As somebody's click would: a task. */
	orderInventorySync(): string {
		return queueInventorySync(this.world).guid;
	}

	private vm(guid: string): Vm {
		this.world.settle();
		const vm = this.world.vms.get(guid);
		if (vm === undefined) throw new Error(`There is no VM ${guid}`);
		return vm;
	}
}
