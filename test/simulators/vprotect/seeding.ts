import { INITIAL_VM_SETTINGS } from './api/vmSettings';
import { assign } from './model/assignment';
import type {
	AutoAssign,
	Hypervisor,
	Named,
	Policy,
	PowerState,
	Rule,
	Schedule,
	ScheduleSettings,
	Snapshot,
	Vm,
} from './model/entities';
import { addRule, assertNameFree, attach } from './model/policyStore';
import type { World } from './model/world';
import { PLATFORMS, type PlatformName } from './platforms';

export interface HypervisorSpec {
	readonly name: string;
	readonly platform: PlatformName;
	/** By name; made when it is new. Default: one named after the type, where the platform has managers. */
	readonly manager?: string;
	/** By name; made when it is new. Default none. */
	readonly cluster?: string;
}

export interface VmSpec {
	readonly name: string;
	/** By name. Default: the first one, made as `esx-01` of a vCenter if there is none. */
	readonly hypervisor?: string;
	/** Seen by vProtect only on platforms whose tags it reads. */
	readonly tags?: readonly string[];
	/** Snapshot policy, by name. Default none. */
	readonly policy?: string;
	readonly quiesce?: boolean;
	readonly tenantId?: string;
	readonly disk?: string;
	/** Default running. */
	readonly power?: PowerState;
}

export interface RuleSpec {
	readonly name?: string;
	/** Default 0: not used. */
	readonly versions?: number;
	readonly days?: number;
	/** By name. */
	readonly schedules?: readonly string[];
}

export interface AutoAssignSpec extends Partial<Omit<AutoAssign, 'clusters'>> {
	/** By name. */
	readonly clusters?: readonly string[];
}

export interface PolicySpec {
	readonly name: string;
	readonly active?: boolean;
	readonly priority?: number;
	readonly retryCount?: number;
	readonly autoRemoveNonPresent?: boolean;
	readonly autoAssign?: AutoAssignSpec;
	/** Default: one rule that keeps everything. Null: no rule yet, as just after the policy was made. */
	readonly rule?: RuleSpec | null;
}

export interface ScheduleSpec extends Partial<Omit<ScheduleSettings, 'name'>> {
	readonly name: string;
}

/** A snapshot that is there already, however it came about. */
export interface SnapshotSpec {
	/** Default now. */
	readonly takenAt?: Date;
	/** By name. Default: the VM's policy; null: none made it. */
	readonly policy?: string | null;
	/** Kept for the next incremental backup; then the default is that no policy made it. */
	readonly incremental?: boolean;
	readonly disk?: string;
	readonly power?: PowerState;
}

export function seedHypervisor(world: World, spec: HypervisorSpec): Hypervisor {
	const platform = PLATFORMS[spec.platform];
	const type = platform.managerType;
	const hypervisor: Hypervisor = {
		guid: world.guids.next('hypervisor'),
		name: spec.name,
		platform,
		manager: type === null ? null : manager(world, spec.manager ?? type.toLowerCase(), type),
		cluster: spec.cluster === undefined ? null : cluster(world, spec.cluster),
	};
	world.hypervisors.set(hypervisor.guid, hypervisor);
	return hypervisor;
}

function manager(world: World, name: string, type: string): Named {
	const known = byName(world.managers, name);
	if (known !== undefined) return known;
	const made = { guid: world.guids.next('manager'), name, type };
	world.managers.set(made.guid, made);
	return made;
}

function cluster(world: World, name: string): Named {
	const known = byName(world.clusters, name);
	if (known !== undefined) return known;
	const made = { guid: world.guids.next('cluster'), name };
	world.clusters.set(made.guid, made);
	return made;
}

export function seedVm(world: World, spec: VmSpec): Vm {
	const vm: Vm = {
		guid: world.guids.next('vm'),
		uuid: world.guids.next('hypervisor vm'),
		name: spec.name,
		hypervisor: hypervisorOf(world, spec.hypervisor),
		tenantId: spec.tenantId ?? null,
		tags: spec.tags ?? [],
		present: true,
		exists: true,
		snapshotPolicy: null,
		backupPolicy: null,
		settings: INITIAL_VM_SETTINGS,
		quiesce: spec.quiesce ?? false,
		content: { disk: spec.disk ?? '', power: spec.power ?? 'running' },
	};
	if (spec.policy !== undefined) assign(world, [vm], named(world.policies, spec.policy));
	world.vms.set(vm.guid, vm);
	return vm;
}

function hypervisorOf(world: World, name: string | undefined): Hypervisor {
	if (name !== undefined) return named(world.hypervisors, name);
	const [first] = world.hypervisors.values();
	return first ?? seedHypervisor(world, { name: 'esx-01', platform: 'vcenter' });
}

export function seedPolicy(world: World, spec: PolicySpec): Policy {
	assertNameFree(world, world.policies, spec.name);
	const { clusters = [], ...auto } = spec.autoAssign ?? {};
	const policy: Policy = {
		guid: world.guids.next('policy'),
		name: spec.name,
		settings: {
			name: spec.name,
			active: spec.active ?? true,
			priority: spec.priority ?? 50,
			autoRemoveNonPresent: spec.autoRemoveNonPresent ?? true,
			retryCount: spec.retryCount ?? 0,
			autoAssign: {
				mode: 'DISABLED',
				includeTags: [],
				excludeTags: [],
				includeRegExps: [],
				excludeRegExps: [],
				...auto,
				clusters: clusters.map((name) => cluster(world, name)),
			},
			tenantId: null,
			others: {},
		},
		rules: [],
	};
	world.policies.set(policy.guid, policy);
	if (spec.rule !== null) seedRule(world, policy, spec.rule ?? {});
	return policy;
}

function seedRule(world: World, policy: Policy, spec: RuleSpec): Rule {
	const { name = 'Default', versions = 0, days = 0, schedules = [] } = spec;
	const used = schedules.map((schedule) => named(world.schedules, schedule));
	return addRule(world, policy, { name, retentionVersions: versions, retentionDays: days }, used);
}

export function seedSchedule(world: World, spec: ScheduleSpec): Schedule {
	assertNameFree(world, world.schedules, spec.name);
	const settings: ScheduleSettings = {
		active: true,
		execution: { type: 'TIME', hour: 36_000_000, startWindowLength: 21_600_000 },
		daysOfWeek: ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'],
		occurrences: [],
		months: [],
		backupType: 'FULL',
		...spec,
	};
	const schedule = { guid: world.guids.next('schedule'), name: spec.name, settings };
	world.schedules.set(schedule.guid, schedule);
	return schedule;
}

export function attachSchedule(world: World, policyName: string, scheduleName: string): void {
	const [rule] = named(world.policies, policyName).rules;
	if (rule === undefined) throw new Error(`Policy ${policyName} has no rule`);
	attach(world, rule, [...rule.schedules, named(world.schedules, scheduleName)]);
}

export function seedSnapshot(world: World, vm: Vm, spec: SnapshotSpec): Snapshot {
	const policy = policyOf(world, vm, spec);
	const snapshot: Snapshot = {
		guid: world.guids.next('snapshot'),
		uuid: world.guids.next('hypervisor snapshot'),
		vm,
		policy: policy && { guid: policy.guid, name: policy.name },
		takenAt: spec.takenAt?.getTime() ?? world.now(),
		quiesced: vm.quiesce && vm.hypervisor.platform.quiesces,
		incremental: spec.incremental ?? false,
		content: { disk: spec.disk ?? vm.content.disk, power: spec.power ?? vm.content.power },
		state: 'made',
	};
	world.snapshots.add(snapshot);
	return snapshot;
}

function policyOf(world: World, vm: Vm, { policy, incremental }: SnapshotSpec): Policy | null {
	if (typeof policy === 'string') return named(world.policies, policy);
	return policy === null || incremental === true ? null : vm.snapshotPolicy;
}

const byName = <T extends Named>(things: ReadonlyMap<string, T>, name: string): T | undefined =>
	[...things.values()].find((thing) => thing.name === name);

export function named<T extends Named>(things: ReadonlyMap<string, T>, name: string): T {
	const thing = byName(things, name);
	if (thing === undefined) throw new Error(`There is no ${name}`);
	return thing;
}
