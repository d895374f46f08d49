import type { NamingRules, Support } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { VSPHERE } from './errors';

type More = Omit<SnapshotErrorDetails, 'system' | 'target'>;

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	more: More = {},
): SnapshotError => new SnapshotError(code, message, { system: VSPHERE, target, ...more });

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

export function assertSupported(
	target: TargetRef,
	support: Support,
	option?: More['option'],
): void {
	if (support.supported) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`vSphere can’t do that to ${target.name}: ${support.reason} Nothing was changed.`,
		{ advice: support.instead, ...(option === undefined ? {} : { option }) },
	);
}

/** Better refused here than kept in other words. */
export function assertName(
	target: TargetRef,
	name: string,
	rules: NamingRules,
	what = 'Snapshot name',
): void {
	if (name.length <= rules.maxLength && rules.pattern.test(name)) return;
	throw refusal(
		'INVALID_INPUT',
		target,
		`${what} ${JSON.stringify(name)} for ${target.name} breaks the rules of vSphere`,
		{
			advice: `Choose one of at most ${rules.maxLength} characters: ${rules.inWords}. Nothing was sent.`,
		},
	);
}

export const levelUnknown = (level: string): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `vSphere has no snapshots at the level ${level}`, {
		system: VSPHERE,
		advice: 'Choose the level VM.',
	});
