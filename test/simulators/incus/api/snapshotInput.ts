import type { Config, Project } from '../model/entities';
import { defaultExpiry } from '../model/expiry';
import { lenientNameFault, snapshotNameFault, volumeSnapshotNameFault } from '../model/names';
import { nextSnapshotName } from '../model/pattern';
import { instantOrNull, type GivenInstant } from '../model/time';
import type { World } from '../model/world';
import { badRequest, internalError } from './request';

/** Throws HTTP 500: the check has no status of its own. */
export function assertSnapshotsAllowed({ name, config }: Project): void {
	if (config['restricted'] !== 'true' || config['restricted.snapshots'] !== 'block') return;
	throw internalError(`Project "${name}" doesn't allow for snapshot creation`);
}

/** The one asked for, or the next of the pattern. Throws 500 where that can't be. */
export function snapshotNameFor(
	wanted: string,
	config: Config,
	taken: readonly string[],
	now: number,
): string {
	if (wanted !== '') return wanted;
	const pattern = config['snapshots.pattern'] ?? '';
	return calculated(() => nextSnapshotName(pattern, taken, now), internalError);
}

/** Throws 400. */
export function assertName({ quirks }: World, name: string): void {
	const faultOf = quirks.snapshotNameRules === 'strict' ? snapshotNameFault : lenientNameFault;
	const fault = faultOf(name);
	if (fault !== undefined) throw badRequest(`Invalid snapshot name: ${fault}`);
}

/** The same for a snapshot of a volume. */
export function assertVolumeSnapshotName({ quirks }: World, name: string): void {
	const strict = quirks.snapshotNameRules === 'strict' ? snapshotNameFault(name) : undefined;
	if (strict !== undefined) throw badRequest(`Invalid snapshot name: ${strict}`);
	const fault = volumeSnapshotNameFault(name);
	if (fault !== undefined) throw badRequest(`Storage name ${fault}`);
}

/** Where none is asked for, the configuration says. */
export const expiryFor = (
	wanted: GivenInstant | null | undefined,
	config: Config,
	now: number,
): number | null =>
	wanted === undefined || wanted === null
		? calculated(() => defaultExpiry(now, config), badRequest)
		: instantOrNull(wanted);

function calculated<T>(calculate: () => T, refusal: (text: string) => Error): T {
	try {
		return calculate();
	} catch (error) {
		if (error instanceof RangeError) throw refusal(error.message);
		throw error;
	}
}
