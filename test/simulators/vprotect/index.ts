export type { RequestMatcher, SeenRequest } from '../../support/simulatedHttps';
export type { CliFault } from './cli/faults';
export { CliServer, type SshOptions } from './cli/server';
export { INSTANT, REALISTIC, type Durations } from './durations';
export type { PowerState, Snapshot, TaskState, TaskType } from './model/entities';
export type { NodeLimits } from './model/taskQueue';
export type { GlobalSettings } from './model/world';
export { PLATFORMS, type PlatformName } from './platforms';
export type { Quirks, Refusal } from './quirks';
export type {
	AutoAssignSpec,
	HypervisorSpec,
	PolicySpec,
	RuleSpec,
	ScheduleSpec,
	SnapshotSpec,
	VmSpec,
} from './seeding';
export type { Fault } from './server/fault';
export type { Rights, User } from './server/sessions';
export { VprotectSimulator, type VprotectOptions } from './simulator';
