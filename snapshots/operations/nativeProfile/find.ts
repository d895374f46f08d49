import type { Connection } from '../../connection';
import { SnapshotError } from '../../errors';
import type { NativeProfile, NativeProfileQuery } from '../../nativeProfile';
import { profilesOf } from './access';

export interface NativeProfileChoice {
	/** A name must be exact, and only one may have it. */
	readonly by: 'id' | 'name';
	readonly value: string;
}

/** The one native profile that a person chose. */
export async function findNativeProfile(
	on: Connection,
	choice: NativeProfileChoice,
	query: NativeProfileQuery,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const all = await profilesOf(on).list(query, signal);
	const found = all.filter((one) => one[choice.by] === choice.value);
	const [only] = found;
	if (only === undefined) throw notFound(on, choice, all);
	if (found.length > 1) throw ambiguous(on, choice.value, found);
	return only;
}

const MOST_NAMED = 10;

function notFound(
	on: Connection,
	{ by, value }: NativeProfileChoice,
	all: readonly NativeProfile[],
): SnapshotError {
	const names = all.slice(0, MOST_NAMED).map(({ name }) => name);
	const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more` : '';
	const there = names.length === 0 ? 'It has none.' : `It has: ${names.join(', ')}${more}.`;
	const { system } = on.driver;
	const what = by === 'id' ? `with the ID ${value}` : `named ${value}`;
	return new SnapshotError('NOT_FOUND', `${system} has no snapshot profile ${what}`, {
		system,
		advice: `Names must match exactly, capitals included. ${there} Nothing was changed.`,
	});
}

export function ambiguous(
	on: Connection,
	name: string,
	found: readonly NativeProfile[],
): SnapshotError {
	const { system } = on.driver;
	const ids = found.map(({ id }) => id).join(', ');
	const message = `${found.length} snapshot profiles of ${system} are named ${name}`;
	return new SnapshotError('AMBIGUOUS', message, {
		system,
		advice: `Choose one by ID, or rename the others there. IDs: ${ids}. Nothing was changed.`,
	});
}
