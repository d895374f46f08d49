import { capabilitiesOf, type Connection } from '../connection';
import type { Part } from '../driver';
import { SnapshotError } from '../errors';
import { LEVEL_IN_WORDS, type Level, type SystemSnapshot, type Target } from '../model';

/** What a snapshot holds of one level. Refuses a level that snapshots of this target never hold. */
export async function partsOf(
	on: Connection,
	target: Target,
	snapshot: SystemSnapshot,
	level: Level,
	signal: AbortSignal,
): Promise<readonly Part[]> {
	assertPartLevel(on, target, level);
	return (await on.driver.snapshotParts?.(target, snapshot, level, signal)) ?? [];
}

/** Levels of which a snapshot of this target holds whole targets. */
export const partLevels = (on: Connection, target: Target): readonly Level[] =>
	capabilitiesOf(on.driver, target.level, target).parts ?? [];

export function assertPartLevel(on: Connection, target: Target, level: Level): void {
	const levels = partLevels(on, target);
	if (levels.includes(level)) return;
	const holds = levels.map((one) => `${LEVEL_IN_WORDS[one]}s`).join(' and ');
	throw new SnapshotError(
		'INVALID_INPUT',
		`A snapshot of ${target.name} gives back no ${LEVEL_IN_WORDS[level]}s`,
		{
			system: on.driver.system,
			target,
			advice: `${holds === '' ? 'It can only be restored whole' : `It gives back ${holds}`}. Nothing was sent.`,
		},
	);
}
