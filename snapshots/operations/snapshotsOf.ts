import type { Snapshot, TargetRef } from '../model';
import { readSnapshot } from '../mark/readMark';
import { sortNewestFirst } from '../order';
import { capabilitiesOf, type Connection } from '../connection';

/** All snapshots of one target with their marks read, newest first. */
export async function snapshotsOf(
	on: Connection,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Snapshot[]> {
	const capabilities = capabilitiesOf(on.driver, target.level, target);
	const found = await on.driver.listSnapshots(target, signal);
	return sortNewestFirst(found.map((one) => readSnapshot(one, target, capabilities)));
}
