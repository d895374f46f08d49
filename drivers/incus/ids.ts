import type { TargetRef } from '../../snapshots/model';
import { targetGone } from './refusals';

/** Names are unique within a project, and hold no slash. */
export interface InstanceKey {
	readonly project: string;
	readonly name: string;
}

/** Names of volumes are unique within a pool of a project, on pools that lie on one member within that, too. */
export interface VolumeKey extends InstanceKey {
	readonly pool: string;
	/** Absent: there is no cluster, or all members see the pool. */
	readonly member?: string;
}

export const instanceId = ({ project, name }: InstanceKey): string => `${project}/${name}`;

export const volumeId = ({ project, pool, name, member }: VolumeKey): string =>
	[project, pool, name, ...(member === undefined ? [] : [member])].join('/');

export function instanceKey(target: TargetRef): InstanceKey {
	const [project, name, ...more] = target.id.split('/');
	if (!project || !name || more.length > 0) throw targetGone(target);
	return { project, name };
}

export function volumeKey(target: TargetRef): VolumeKey {
	const [project, pool, name, member, ...more] = target.id.split('/');
	if (!project || !pool || !name || member === '' || more.length > 0) throw targetGone(target);
	return { project, pool, name, ...(member === undefined ? {} : { member }) };
}

/** The path below `/1.0` of what these names lead to. */
export const pathOf = (...segments: readonly string[]): string =>
	['/1.0', ...segments.map(encodeURIComponent)].join('/');
