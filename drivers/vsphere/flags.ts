import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { refusal } from './refusals';
import { flag } from './soap/value';

const MEANINGS = {
	snapshotOperationsSupported: 'any snapshot operation',
	multipleSnapshotsSupported: 'more than one snapshot',
	poweredOffSnapshotsSupported: 'a snapshot while it is powered off',
	memorySnapshotsSupported: 'a snapshot with the memory',
	quiescedSnapshotsSupported: 'a quiesced snapshot',
	revertToSnapshotSupported: 'a revert',
} as const;
export type Ability = keyof typeof MEANINGS;

const optional = flag.optional();

/** What vSphere says that a VM can do: a fault-tolerant one, for example, takes no snapshots. */
export const abilities = {
	'capability.snapshotOperationsSupported': optional,
	'capability.multipleSnapshotsSupported': optional,
	'capability.poweredOffSnapshotsSupported': optional,
	'capability.memorySnapshotsSupported': optional,
	'capability.quiescedSnapshotsSupported': optional,
	'capability.revertToSnapshotSupported': optional,
};
export type Abilities = { readonly [path in keyof typeof abilities]?: boolean };

const OPTIONS: { readonly [ability in Ability]?: SnapshotError['option'] } = {
	memorySnapshotsSupported: 'memory',
	quiescedSnapshotsSupported: 'quiesce',
};

/** Refuses before anything is sent. Flags of which none is set tell nothing: then vSphere itself decides. */
export function assertAble(
	target: TargetRef,
	told: Abilities,
	...needed: readonly Ability[]
): void {
	const names = Object.keys(MEANINGS) as readonly Ability[];
	if (names.every((name) => told[`capability.${name}`] !== true)) return;
	const lacking = needed.find((name) => told[`capability.${name}`] === false);
	if (lacking === undefined) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`vSphere says that ${target.name} does not allow ${MEANINGS[lacking]}`,
		{
			option: OPTIONS[lacking],
			advice:
				'Look at the settings of the VM: fault tolerance, for example, allows no snapshots. Nothing was changed.',
		},
	);
}
