import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { refusalsOf } from '../refusals';
import { PROXMOX } from './errors';

const { levelUnknown: noLevel, ...refusals } = refusalsOf(PROXMOX, 'Proxmox VE');
export const { refusal, assertSupported, assertName } = refusals;

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

export const levelUnknown = (level: string): SnapshotError =>
	noLevel(level, 'Choose the level VM: it holds the containers, too.');
