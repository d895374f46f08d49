import type { Feature, Support } from '../../snapshots/capabilities';
import type { SnapshotError } from '../../snapshots/errors';
import { LEVEL_IN_WORDS, type TargetRef } from '../../snapshots/model';
import { refusalsOf } from '../refusals';
import { capabilitiesAt } from './levels';
import { INCUS } from './system';

const refusals = refusalsOf(INCUS, 'Incus and LXD');
export const { refusal, assertName } = refusals;

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

export const assertSupported = (
	target: TargetRef,
	feature: Feature,
	support: Support = capabilitiesAt(target).features[feature],
): void =>
	refusals.assertSupported(
		target,
		support,
		feature === 'quiesce' || feature === 'memory' ? feature : undefined,
	);
