import type { Feature, NamingRules, Support } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import { LEVEL_IN_WORDS, type TargetRef } from '../../snapshots/model';
import { capabilitiesAt } from './levels';
import { INCUS } from './system';

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	more: Omit<SnapshotErrorDetails, 'system' | 'target'> = {},
): SnapshotError => new SnapshotError(code, message, { system: INCUS, target, ...more });

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`There is no ${target.level === 'vm' ? 'instance' : LEVEL_IN_WORDS[target.level]} ${target.name === target.id ? '' : `${target.name} `}with the ID ${target.id}`,
		{ advice: 'It may have been removed, renamed or moved. Choose it from the list again.' },
	);

export const snapshotGone = (
	target: TargetRef,
	{ name }: { readonly name: string },
): SnapshotError =>
	refusal('NOT_FOUND', target, `${target.name} has no snapshot ${name} any more`, {
		advice:
			'It may have expired or been deleted. List Snapshots shows what is there. Nothing was changed.',
	});

/** The server had forgotten the operation, and what it left behind does not look like success. */
export const unsettled = (target: TargetRef, message: string): SnapshotError =>
	refusal('TASK_FAILED', target, message, {
		advice: 'The server tells nothing more of the operation. Look at its log, then run again.',
	});

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
		`${what} ${JSON.stringify(name)} for ${target.name} breaks the rules of Incus and LXD`,
		{
			advice: `Choose one of at most ${rules.maxLength} characters: ${rules.inWords}. Nothing was sent.`,
		},
	);
}

export function assertSupported(
	target: TargetRef,
	feature: Feature,
	support: Support = capabilitiesAt(target).features[feature],
): void {
	if (support.supported) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`Incus can’t do that to ${target.name}: ${support.reason} Nothing was changed.`,
		{
			advice: support.instead,
			...(feature === 'quiesce' || feature === 'memory' ? { option: feature } : {}),
		},
	);
}
