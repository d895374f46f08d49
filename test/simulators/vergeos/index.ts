export type {
	HttpsFault as Fault,
	RequestMatcher,
	SeenRequest,
} from '../../support/simulatedHttps';
export { INSTANT, REALISTIC, type Durations } from './durations';
export type { VmSpec } from './model/vms';
export type { TenantSpec } from './model/tenants';
export type { VolumeSpec } from './model/volumes';
export type { Quirks, Refusal } from './quirks';
export type { CloudSnapshotSpec, PeriodSpec, SnapshotSpec } from './seeding';
export type { ApiKey, Rights, User } from './server/auth';
export { VergeosSimulator, type Ref, type VergeosOptions } from './simulator';
