import type { Feature } from '../capabilities';
import { SnapshotError } from '../errors';
import type { Target } from '../model';
import { capabilitiesOf, type Connection } from '../connection';

const IN_WORDS: Readonly<Record<Feature, string>> = {
	memory: 'include the memory in a snapshot',
	quiesce: 'quiesce the guest',
	diskOnlyWhileRunning: 'take a snapshot without memory while it runs',
	revert: 'revert to a snapshot',
	restoreAsNew: 'restore a snapshot as a new VM',
	delete: 'delete a snapshot',
	nativeExpiry: 'let a snapshot expire by itself',
	update: 'change a snapshot after it was made',
	tags: 'tell tags',
};

/** Refuses before the first request what the system can’t do, with the reason and the way out. */
export function assertSupported(on: Connection, target: Target, feature: Feature): void {
	const support = capabilitiesOf(on.driver, target.level, target).features[feature];
	if (support.supported) return;
	throw new SnapshotError(
		'UNSUPPORTED',
		`${on.driver.system} can’t ${IN_WORDS[feature]} of ${target.name}: ${support.reason}`,
		{ system: on.driver.system, target, advice: support.instead },
	);
}

export const isSupported = (on: Connection, target: Target, feature: Feature): boolean =>
	capabilitiesOf(on.driver, target.level, target).features[feature].supported;
