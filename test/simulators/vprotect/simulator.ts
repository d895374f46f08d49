import type { Clock } from '../../../snapshots/clock';
import { newCertificate, type Certificate } from '../../support/certificate';
import { systemClock } from '../../support/systemClock';
import { INSTANT, type Durations } from './durations';
import type { PowerState, Snapshot, Task, TaskType, Vm } from './model/entities';
import { queueInventorySync } from './model/orders';
import { syncInventory } from './model/inventory';
import type { NodeLimits } from './model/taskQueue';
import { World, type GlobalSettings } from './model/world';
import { defaultQuirks, type Quirks } from './quirks';
import * as seed from './seeding';
import {
	named as requestNamed,
	type Fault,
	type RequestMatcher,
	type SeenRequest,
} from './server/faults';
import { ApiServer } from './server/server';
import { Sessions, type User } from './server/sessions';

export interface VprotectOptions {
	/** Default the real one. Nothing happens by itself: the clock is read whenever somebody looks. */
	readonly clock?: Clock;
	/** Default 0: any free one. */
	readonly port?: number;
	/** Default one that signed itself. */
	readonly certificate?: Certificate;
	readonly quirks?: Partial<Quirks>;
	/** What is not given takes no time. */
	readonly durations?: Partial<Durations>;
	/** Default the product's: 5 tasks at once, 2 of them on one hypervisor. */
	readonly limits?: Partial<NodeLimits>;
	/** Default: no daily removal of old snapshots. */
	readonly settings?: Partial<GlobalSettings>;
}

/** A vProtect server on loopback: its API over HTTPS, and hands on what is behind it. */
export class VprotectSimulator {
	readonly address = '127.0.0.1';
	/** All rights. */
	readonly credentials = { username: 'admin', password: 'secret-of-the-simulator' } as const;

	private constructor(
		/** Read and change it as the world outside would. */
		readonly world: World,
		readonly port: number,
		readonly certificate: Certificate,
		private readonly server: ApiServer,
		private readonly sessions: Sessions,
	) {}

	static async start(options: VprotectOptions = {}): Promise<VprotectSimulator> {
		const clock = options.clock ?? systemClock;
		const world = new World({
			clock,
			quirks: { ...defaultQuirks(), ...options.quirks },
			durations: { ...INSTANT, ...options.durations },
			limits: { threads: 5, threadsPerSource: 2, ...options.limits },
			settings: { oldSnapshotsRemovalTime: null, uiTimeZone: 'UTC', ...options.settings },
		});
		const certificate = options.certificate ?? newCertificate({ commonName: 'vprotect.simulator' });
		const sessions = new Sessions(() => world.now(), world.durations.sessionIdle);
		const server = new ApiServer(world, sessions, clock, certificate);
		const port = await server.listen(options.port ?? 0);
		const simulator = new VprotectSimulator(world, port, certificate, server, sessions);
		const { username: name, password } = simulator.credentials;
		simulator.addUser({ name, password });
		return simulator;
	}

	/** Without `/api`. */
	get url(): string {
		return `https://${this.address}:${this.port}`;
	}

	/** What a client has to trust. */
	get certificatePem(): string {
		return this.certificate.certificatePem;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	get requests(): readonly SeenRequest[] {
		return this.server.requests;
	}

	/** How many requests were seen: all, or those like `'POST /tasks/vm-snapshot'`. */
	count(method?: string, path = ''): number {
		if (method === undefined) return this.requests.length;
		return this.requests.filter(requestNamed(`${method} ${path}`)).length;
	}

	clearRequests(): void {
		this.server.requests.splice(0);
	}

	/** Lets the next requests that match fail; see `Fault`. */
	fault(on: RequestMatcher, fault: Fault, times = 1): void {
		this.server.faults.inject(on, fault, times);
	}

	clearFaults(): void {
		this.server.faults.clear();
	}

	/** From now on requests are accepted and none is answered, until `close`. */
	stall(): void {
		this.server.stalled = true;
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

	addUser(user: User): void {
		this.sessions.addUser(user);
	}

	/** Everybody has to log in anew. */
	expireSessions(): void {
		this.sessions.expireAll();
	}

	get openSessions(): number {
		return this.sessions.count;
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
		return seed.seedSchedule(this.world, spec).guid;
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

	async close(): Promise<void> {
		await this.server.close();
	}

	private vm(guid: string): Vm {
		this.world.settle();
		const vm = this.world.vms.get(guid);
		if (vm === undefined) throw new Error(`There is no VM ${guid}`);
		return vm;
	}
}
