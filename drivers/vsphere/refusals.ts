import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { refusalsOf } from '../refusals';
import { VSPHERE } from './errors';

const { levelUnknown: noLevel, ...refusals } = refusalsOf(VSPHERE, 'vSphere');
export const { refusal, assertSupported, assertName } = refusals;

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`vSphere knows no VM ${target.name === target.id ? '' : `${target.name} `}with the instance UUID ${target.id}`,
		{ advice: 'It may have been removed. Choose it from the list again.' },
	);

export interface Named {
	readonly id: string;
	readonly name: string;
}

export const snapshotGone = (target: TargetRef, { id, name }: Named): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`${target.name} has no snapshot ${name} with the ID ${id} any more`,
		{
			advice: 'It may have been removed. List Snapshots shows what is there. Nothing was changed.',
		},
	);

export const levelUnknown = (level: string): SnapshotError =>
	noLevel(level, 'Choose the level VM.');
