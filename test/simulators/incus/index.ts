export type { RequestMatcher, SeenRequest } from '../../support/simulatedHttps';
export { durationsAtPace, REALISTIC, type Durations } from './durations';
export type {
	Config,
	Devices,
	Instance,
	InstanceSnapshot,
	InstanceStatus,
	InstanceType,
	PoolDriver,
	Volume,
	VolumeSnapshot,
} from './model/entities';
export type { LockAction } from './model/locks';
export { ZERO_TIME } from './model/time';
export { releaseOf, type Flavour, type Generation, type Quirks, type Release } from './releases';
export type {
	InstanceSpec,
	PoolSpec,
	ProfileSpec,
	ProjectSpec,
	SnapshotSpec,
	VolumeSnapshotSpec,
	VolumeSpec,
} from './specs';
export type { TrustOptions } from './server/trustStore';
export { IncusSimulator, type IncusOptions } from './simulator';
export type { InstanceRef, VolumeRef } from './worldHands';
