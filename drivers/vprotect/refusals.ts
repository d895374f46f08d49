import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { refusalsOf } from '../refusals';
import { VPROTECT } from './errors';

const { levelUnknown: noLevel, ...refusals } = refusalsOf(VPROTECT, 'vProtect');
export const { refusal, assertSupported } = refusals;

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`vProtect knows no VM ${target.name === target.id ? '' : `${target.name} `}with the ID ${target.id}`,
		{ advice: 'It may have been removed. Choose it from the list again.' },
	);

export const levelUnknown = (level: string): SnapshotError =>
	noLevel(level, 'Choose the level VM.');

export const needsCli = (target: TargetRef): SnapshotError =>
	refusal(
		'UNSUPPORTED',
		target,
		`The published REST API of vProtect can’t remove the old snapshots of ${target.name}; only its command line can. Nothing was changed.`,
		{
			advice:
				'Fill in the SSH part of the credential, or wait for vProtect’s daily removal of old snapshots.',
		},
	);
