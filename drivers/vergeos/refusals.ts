import type { Feature, NamingRules } from '../../snapshots/capabilities';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import { LEVEL_IN_WORDS, type TargetRef } from '../../snapshots/model';
import { capabilitiesAt } from './capabilities';
import { VERGEOS } from './errors';

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	advice?: string,
	cause?: unknown,
): SnapshotError => new SnapshotError(code, message, { system: VERGEOS, target, advice, cause });

export const targetGone = (target: TargetRef): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`There is no ${LEVEL_IN_WORDS[target.level]} ${target.name === target.id ? '' : `${target.name} `}with the ID ${target.id}`,
		'It may have been removed. Choose it from the list again.',
	);

export const snapshotGone = (
	target: TargetRef,
	{ id, name }: { readonly id: string; readonly name: string },
): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`${target.name} has no snapshot ${name} with the ID ${id} any more`,
		'It may have expired or been deleted. List Snapshots shows what is there. Nothing was changed.',
	);

/** The keys of all snapshots are of one series: a wrong one is somebody else’s. */
export const snapshotOfAnother = (
	target: TargetRef,
	{ id, name }: { readonly id: string; readonly name: string },
): SnapshotError =>
	refusal(
		'CONFLICT',
		target,
		`Snapshot ${id} (${name}) does not belong to ${target.name}`,
		'Choose a snapshot of this very target; List Snapshots shows them. Nothing was changed.',
	);

/** VergeOS trims names, and takes some characters as patterns: what is kept must be what was asked for. */
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
		`${what} ${JSON.stringify(name)} for ${target.name} breaks the rules of VergeOS`,
		`Choose one of at most ${rules.maxLength} characters: ${rules.inWords}. Nothing was sent.`,
	);
}

export function assertSupported(target: TargetRef, feature: Feature): void {
	const support = capabilitiesAt(target).features[feature];
	if (support.supported) return;
	const message = `VergeOS can’t do that to ${target.name}: ${support.reason} Nothing was changed.`;
	throw new SnapshotError('UNSUPPORTED', message, {
		system: VERGEOS,
		target,
		advice: support.instead,
		...(feature === 'quiesce' || feature === 'memory' ? { option: feature } : {}),
	});
}
