import type { LevelCapabilities } from '../../snapshots/capabilities';
import { SnapshotError } from '../../snapshots/errors';
import type { Level } from '../../snapshots/model';
import { INCUS_LEVELS } from './capabilities';
import { INCUS } from './system';

export type IncusLevel = keyof typeof INCUS_LEVELS;

export function levelOf(level: Level): IncusLevel {
	if (level === 'vm' || level === 'volume') return level;
	throw new SnapshotError('UNSUPPORTED', `Incus has no snapshots of the level ${level}`, {
		system: INCUS,
		advice: 'Choose the level VM, which instances of both kinds are, or Volume.',
	});
}

export const capabilitiesAt = ({ level }: { readonly level: Level }): LevelCapabilities =>
	INCUS_LEVELS[levelOf(level)];
