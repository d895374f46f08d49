import type { Connection, Patience } from '../../snapshots/connection';
import { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import { findTarget } from '../../snapshots/operations/findTarget';
import { selectTargets } from '../../snapshots/operations/list';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import type { TargetSelection } from './readTargets';

/** Finds the VMs that a person meant. To find none is told: a run that protects nothing must not look well. */
export async function resolveTargets(
	on: Connection,
	selection: TargetSelection,
	{ timeLimitSeconds }: Patience,
): Promise<readonly TargetRef[]> {
	if (selection.mode === 'ref') return [selection.target];
	const limited = { timeLimitSeconds, doing: `looking for VMs on ${on.driver.system}` };
	return await withinTimeLimit(on, limited, async (signal) => {
		const { level } = selection;
		if (selection.mode === 'name') {
			return [await findTarget(on, { level, by: 'name', value: selection.name }, signal)];
		}
		const targets: TargetRef[] = [];
		for await (const target of selectTargets(on, level, selection.filter, signal)) {
			targets.push(target);
		}
		if (targets.length === 0) throw noMatch(on);
		return targets;
	});
}

const noMatch = (on: Connection): SnapshotError =>
	new SnapshotError('NOT_FOUND', 'No VM matches the filter', {
		system: on.driver.system,
		advice: 'Check Filter. List Snapshots with Include VMs Without Snapshots shows what is there.',
	});
