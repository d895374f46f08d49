import type { NamingRules, Support } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { PROXMOX } from './errors';

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	more: Omit<SnapshotErrorDetails, 'system' | 'target'> = {},
): SnapshotError => new SnapshotError(code, message, { system: PROXMOX, target, ...more });

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`There is no guest ${target.name === target.id ? '' : `${target.name} `}with the ID ${target.id}, or the account may not see it`,
		{
			advice:
				'It may have been removed; choose it from the list again. Or give the account VM.Audit on it.',
		},
	);

export const snapshotGone = (
	target: TargetRef,
	{ name }: { readonly name: string },
): SnapshotError =>
	refusal('NOT_FOUND', target, `${target.name} has no snapshot ${name} any more`, {
		advice:
			'It may have been pruned, or made anew under the same name. List Snapshots shows what is there. Nothing was changed.',
	});

export const isTemplate = (target: TargetRef): SnapshotError =>
	refusal('UNSUPPORTED', target, `${target.name} is a template, which can’t be snapshotted`, {
		advice: 'Choose a VM that was cloned from it.',
	});

export function assertSupported(
	target: TargetRef,
	support: Support,
	option?: SnapshotErrorDetails['option'],
): void {
	if (support.supported) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`Proxmox VE can’t do that to ${target.name}: ${support.reason} Nothing was changed.`,
		{ advice: support.instead, ...(option === undefined ? {} : { option }) },
	);
}

export const levelUnknown = (level: string): SnapshotError =>
	new SnapshotError('UNSUPPORTED', `Proxmox VE has no snapshots of the level ${level}`, {
		system: PROXMOX,
		advice: 'Choose the level VM: it holds the containers, too.',
	});

/** What a parameter check would refuse in its own words is refused here in ours. */
export function assertName(
	target: TargetRef,
	name: string,
	rules: NamingRules,
	what: string,
): void {
	if (name.length <= rules.maxLength && rules.pattern.test(name)) return;
	throw refusal(
		'INVALID_INPUT',
		target,
		`${what} ${JSON.stringify(name)} for ${target.name} breaks the rules of Proxmox VE`,
		{
			advice: `Choose one of at most ${rules.maxLength} characters: ${rules.inWords}. Nothing was sent.`,
		},
	);
}
