import type { Support } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { VPROTECT } from './errors';

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	more: Omit<SnapshotErrorDetails, 'system' | 'target'> = {},
): SnapshotError => new SnapshotError(code, message, { system: VPROTECT, target, ...more });

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`vProtect knows no VM ${target.name === target.id ? '' : `${target.name} `}with the ID ${target.id}`,
		{ advice: 'It may have been removed. Choose it from the list again.' },
	);

export function assertSupported(
	target: TargetRef,
	support: Support,
	option?: SnapshotErrorDetails['option'],
): void {
	if (support.supported) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`vProtect can’t do that to ${target.name}: ${support.reason} Nothing was changed.`,
		{ advice: support.instead, ...(option === undefined ? {} : { option }) },
	);
}

export const levelUnknown = (level: string): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `vProtect has no snapshots at the level ${level}`, {
		system: VPROTECT,
		advice: 'Choose the level VM.',
	});

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
