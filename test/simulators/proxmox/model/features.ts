import { Die, type Config } from './entities';
import { abilitiesOf } from './storages';
import type { Drive, Volume } from './volumes';
import type { World } from './world';

export const FEATURES = ['snapshot', 'clone', 'copy'] as const;
export type Feature = (typeof FEATURES)[number];

/** Whether all disks can do it; `ofSnapshot`: out of one. */
export const hasFeature = (
	{ volumes }: World,
	config: Config,
	feature: Feature,
	ofSnapshot: boolean,
): boolean => {
	const source = sourceOf(config, ofSnapshot);
	return volumes.drivesOf(config).every((drive) => canDo(drive, feature, source));
};

/** What a feature is asked of; a template's disks are bases. */
type Source = 'snapshot' | 'live' | 'base';

export function sourceOf({ template }: Config, ofSnapshot: boolean): Source {
	if (ofSnapshot) return 'snapshot';
	return template === 1 ? 'base' : 'live';
}

export function canDo({ volume }: Drive, feature: Feature, source: Source): boolean {
	if (volume === undefined) return false;
	const { snapshot, copy, clone, base } = abilitiesOf(volume.storage);
	switch (feature) {
		case 'snapshot':
			return snapshot;
		case 'copy':
			return source === 'snapshot' ? copy : true;
		case 'clone':
			if (source === 'snapshot') return clone;
			return source === 'base' && base;
	}
}

export const isReplication = (snapshot: string): boolean => snapshot.startsWith('__replicate_');

/** What a rollback would have to remove first; of other than replication's it is refused. */
export function blockersOf(volume: Volume, snapshot: string): string[] {
	if (abilitiesOf(volume.storage).rollback === 'any') return [];
	const place = volume.snapshots.indexOf(snapshot);
	if (place < 0) {
		throw new Die(`can't rollback, snapshot '${snapshot}' does not exist on '${volume.id}'`);
	}
	return volume.snapshots.slice(place + 1);
}

export function assertRollbackPossible(volume: Volume, snapshot: string): void {
	if (blockersOf(volume, snapshot).length === 0) return;
	throw new Die(`can't rollback, '${snapshot}' is not most recent snapshot on '${volume.id}'`);
}
