import type {
	Hypervisor,
	Named,
	Policy,
	Rule,
	Schedule,
	Snapshot,
	Task,
	Vm,
} from '../model/entities';
import type { World } from '../model/world';

type View = Readonly<Record<string, unknown>>;

export const reference = ({ guid, name }: Named): View => ({ guid, name });

const referenceOrNull = (thing: Named | null | undefined): View | null =>
	thing ? reference(thing) : null;

/** Enumerations come with a description for people. */
export const word = (name: string): View => ({
	name,
	description: name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' '),
});

export const hypervisorView = ({
	platform,
	manager,
	cluster,
	...hypervisor
}: Hypervisor): View => ({
	...reference(hypervisor),
	type: word(platform.hypervisorType),
	hvManager: referenceOrNull(manager),
	hvCluster: referenceOrNull(cluster),
});

export function vmView(world: World, vm: Vm): View {
	const { platform, manager } = vm.hypervisor;
	const history = world.snapshots.of(vm);
	const stored = history.findLast(({ incremental }) => incremental);
	return {
		...vm.settings,
		guid: vm.guid,
		uuid: vm.uuid,
		name: vm.name,
		hvType: word(platform.hypervisorType),
		hvmType: platform.managerType === null ? null : word(platform.managerType),
		hypervisor: reference(vm.hypervisor),
		hvManager: referenceOrNull(manager),
		present: vm.present,
		tags: vm.hypervisor.platform.tags ? vm.tags : [],
		vmBackupPolicy: referenceOrNull(vm.backupPolicy),
		snapshotMgmtPolicy: referenceOrNull(vm.snapshotPolicy),
		quiesceBeforeSnapshot: vm.quiesce,
		lastStoredSnapshot: stored === undefined ? null : snapshotView(world, stored),
	};
}

export function snapshotView({ quirks }: World, snapshot: Snapshot, history = false): View {
	const { guid, uuid, takenAt, policy, state } = snapshot;
	const { listed, ...ofHistory } = quirks.snapshotStatus;
	const status = history ? ofHistory[state] : listed;
	return {
		guid,
		uuid,
		snapshotTime: takenAt,
		policy: quirks.snapshotPolicy === 'name' ? (policy?.name ?? null) : referenceOrNull(policy),
		...(status === null ? {} : { status }),
	};
}

export function policyView(world: World, policy: Policy, extended: boolean): View {
	const { settings } = policy;
	const brief = {
		...settings.others,
		...reference(policy),
		active: settings.active,
		priority: settings.priority,
		autoRemoveNonPresent: settings.autoRemoveNonPresent,
		backupRetryCount: settings.retryCount,
		tenantId: settings.tenantId,
	};
	if (!extended) return brief;
	const { mode, includeTags, excludeTags, includeRegExps, excludeRegExps, clusters } =
		settings.autoAssign;
	const hvClusters = clusters.map(reference);
	const lists = { includeTags, excludeTags, includeRegExps, excludeRegExps, hvClusters };
	return {
		...brief,
		autoAssignSettings: { mode: word(mode), ...lists },
		vms: world.vmsOf(policy).map(reference),
		rules: policy.rules.map(ruleView),
	};
}

export const ruleView = (rule: Rule): View => ({
	...reference(rule),
	retentionVersions: rule.retentionVersions,
	retentionDays: rule.retentionDays,
	schedules: rule.schedules.map(reference),
	policy: reference(rule.policy),
});

export const scheduleType = ({ quirks }: World): string =>
	quirks.generation === 'current' ? 'VM_SNAPSHOT' : 'SNAPSHOT';

export function scheduleView(world: World, schedule: Schedule): View {
	const { active, execution, daysOfWeek, occurrences, months, backupType } = schedule.settings;
	const [hour, startWindowLength, interval] =
		execution.type === 'TIME'
			? [execution.hour, execution.startWindowLength, null]
			: [null, null, execution.interval];
	const users = [...world.rules.values()].filter(({ schedules }) => schedules.includes(schedule));
	return {
		...reference(schedule),
		active,
		type: word(scheduleType(world)),
		executionType: word(execution.type),
		backupType: backupType === null ? null : word(backupType),
		hour,
		startWindowLength,
		interval,
		daysOfWeek: daysOfWeek.map(word),
		dayOfWeekOccurrences: occurrences.map(word),
		months: months.map(word),
		rules: users.map(reference),
	};
}

export function taskView(world: World, task: Task): View {
	const { guid, type, state, priority, windowStart, windowEnd, startedAt, finishedAt, vm } = task;
	const field = world.quirks.taskMessageField;
	return {
		guid,
		type: word(type),
		state: word(state),
		priority,
		progress: progressOf(task, world.now()),
		windowStart,
		windowEnd,
		startTime: startedAt,
		finishTime: finishedAt,
		protectedEntity: referenceOrNull(vm),
		hypervisor: referenceOrNull(vm?.hypervisor),
		node: reference(world.node),
		originEntity: vm === null ? null : { type: word('VM') },
		...(field === null ? {} : { [field]: task.message }),
		backupType: null,
		backupDestination: null,
	};
}

/** In percent. */
function progressOf({ state, startedAt, endsAt }: Task, now: number): number {
	if (state === 'FINISHED') return 100;
	if (startedAt === null || endsAt === null || endsAt === startedAt) return 0;
	return Math.min(99, Math.floor((100 * (now - startedAt)) / (endsAt - startedAt)));
}
