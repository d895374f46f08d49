import type { Config, Project } from '../model/entities';
import { defaultExpiry } from '../model/expiry';
import { snapshotNameFault } from '../model/names';
import { nextSnapshotName } from '../model/pattern';
import { instantOrNull, type GivenInstant } from '../model/time';
import { badRequest, internalError } from './request';

/** Throws HTTP 500: the check has no status of its own. */
export function assertSnapshotsAllowed({ name, config }: Project): void {
	if (config['restricted'] !== 'true' || config['restricted.snapshots'] !== 'block') return;
	throw internalError(`Project "${name}" doesn't allow for snapshot creation`);
}

/** The one asked for, or the next of the pattern. Throws 400 for one that can't be. */
export function snapshotNameFor(
	wanted: string,
	config: Config,
	taken: readonly string[],
	now: number,
): string {
	if (wanted !== '') return validName(wanted);
	const pattern = config['snapshots.pattern'] ?? '';
	return validName(calculated(() => nextSnapshotName(pattern, taken, now), internalError));
}

export function validName(name: string): string {
	const fault = snapshotNameFault(name);
	if (fault !== undefined) throw badRequest(`Invalid snapshot name: ${fault}`);
	return name;
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
