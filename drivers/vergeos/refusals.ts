import type { Feature } from '../../snapshots/capabilities';
import type { ErrorCode, SnapshotError } from '../../snapshots/errors';
import { LEVEL_IN_WORDS, type TargetRef } from '../../snapshots/model';
import { refusalsOf } from '../refusals';
import { capabilitiesAt } from './capabilities';
import { VERGEOS } from './errors';

const refusals = refusalsOf(VERGEOS, 'VergeOS');

export const refusal = (
	code: ErrorCode,
	target: TargetRef,
	message: string,
	advice?: string,
	cause?: unknown,
): SnapshotError => refusals.refusal(code, target, message, { advice, cause });

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
export const { assertName } = refusals;

export const assertSupported = (target: TargetRef, feature: Feature): void =>
	refusals.assertSupported(
		target,
		capabilitiesAt(target).features[feature],
		feature === 'quiesce' || feature === 'memory' ? feature : undefined,
	);
