import type { LevelCapabilities } from '../capabilities';
import type { Snapshot, SystemSnapshot, TargetRef } from '../model';
import { decodeCompactMark } from './compactMark';
import { targetKeyOf, type Mark } from './mark';
import { decodeTextMark } from './textMark';

/** Adds what our mark says. A mark made for another target (a copied or forged one) is ignored. */
export function readSnapshot(
	snapshot: SystemSnapshot,
	target: TargetRef,
	capabilities: LevelCapabilities,
): Snapshot {
	const found = markOn(snapshot, capabilities);
	const isOfTarget = found !== undefined && found.targetKey === targetKeyOf(target);
	const mark = isOfTarget ? found : undefined;
	return {
		...snapshot,
		mark,
		held: snapshot.held === true || mark?.held === true,
		expiresAt: snapshot.expiresAt ?? mark?.expiresAt,
	};
}

function markOn(
	{ name, description }: SystemSnapshot,
	{ markIn }: LevelCapabilities,
): Mark | undefined {
	switch (markIn) {
		case 'name':
			return decodeCompactMark(name);
		case 'description':
			return decodeTextMark(description);
		case 'nowhere':
			return undefined;
	}
}
