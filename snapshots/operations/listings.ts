import { capabilitiesOf, type Connection, type Patience } from '../connection';
import type { TargetRef } from '../model';
import type { JsonRecord, Reported } from '../record';
import { withinTimeLimit } from '../waiting/timeLimit';
import { listSnapshots, type Listing } from './list';
import { partLevels, partsOf } from './partsOf';
import { resolveTargets, type TargetSelection } from './resolveTargets';
import { snapshotsOf } from './snapshotsOf';
import { chainWarnings } from './warnings';

/** What is wanted of the listed targets. */
export interface ListingWishes {
	/** Targets that have none of the wanted snapshots too, with none. */
	readonly includeWithoutSnapshots: boolean;
	readonly onlyManaged: boolean;
}

/** The snapshots of the targets meant, by the target’s name. A filter is answered in bulk, not one by one. */
export async function listingsOf(
	on: Connection,
	selection: TargetSelection,
	patience: Patience,
): Promise<Listing[]> {
	const { timeLimitSeconds } = patience;
	const limited = { timeLimitSeconds, doing: `listing snapshots on ${on.driver.system}` };
	const listings = await withinTimeLimit(on, limited, async (signal) => {
		if (selection.mode !== 'filter') {
			const refs = await resolveTargets(on, selection, patience);
			return await Promise.all(refs.map((ref) => listingOf(on, ref, signal)));
		}
		const found: Listing[] = [];
		for await (const one of listSnapshots(on, selection.level, selection.filter, signal)) {
			found.push(one);
		}
		return found;
	});
	// One collator for all comparisons: `localeCompare` looks for its own each time, ten times as slow.
	const { compare } = new Intl.Collator();
	return listings.sort((left, right) => compare(left.target.name, right.target.name));
}

async function listingOf(on: Connection, ref: TargetRef, signal: AbortSignal): Promise<Listing> {
	const target = await on.driver.readTarget(ref, signal);
	const snapshots = await snapshotsOf(on, target, signal);
	const capabilities = capabilitiesOf(on.driver, target.level, target);
	const warnings = chainWarnings(target, snapshots, capabilities, on.clock.now());
	return { target, snapshots, warnings };
}

/** A target's warnings go with its first row, so that whoever passes them on says each once. */
export function rowsOf(
	{ target, snapshots, warnings }: Listing,
	{ includeWithoutSnapshots, onlyManaged }: ListingWishes,
): Reported[] {
	const wanted = snapshots.filter(({ mark }) => !onlyManaged || mark !== undefined);
	const rows = wanted.length === 0 && includeWithoutSnapshots ? [null] : wanted;
	return rows.map((snapshot, index) => ({
		action: 'listed',
		target,
		snapshot,
		warnings: index === 0 ? warnings : [],
	}));
}

/** What a snapshot holds: whole targets of other levels, where the system tells. */
export async function contentsOf(
	on: Connection,
	{ target, snapshot }: Reported,
	{ timeLimitSeconds }: Patience,
): Promise<JsonRecord> {
	if (snapshot === null) return {};
	const doing = `looking into snapshot ${snapshot.name} of ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const contents: JsonRecord[] = [];
		for (const level of partLevels(on, target)) {
			for (const { id, name } of await partsOf(on, target, snapshot, level, signal)) {
				contents.push({ level, id, name });
			}
		}
		return { contents };
	});
}
