import { bounded } from '../../bounded';
import { SnapshotError } from '../../../snapshots/errors';
import type { NativeProfile, NativeProfileRef } from '../../../snapshots/nativeProfile';
import type { Profile } from '../../../snapshots/schedule/profile';
import { translateFailure, VERGEOS } from '../errors';
import type { Vergeos } from '../level';
import { keyValue } from '../schema';
import type { PeriodColumns, PeriodRow } from './columns';
import { periodsOf, profileByKey, profileRowOf } from './profileTable';
import { periodsToWrite } from './writePeriods';

const CLEANUP_LIMIT_MS = 60_000;
const PERIODS = 'snapshot_profile_periods';

export async function makeProfile(
	on: Vergeos,
	profile: Profile,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const { name } = profile;
	const made = await on.client.post('snapshot_profiles', { name, description: '' }, signal);
	try {
		for (const row of periodsToWrite(profile).rows) {
			await on.client.post(PERIODS, { profile: keyValue(made), ...row }, signal);
		}
		return await readBack(on, { id: made, name }, signal);
	} catch (error) {
		await takeBack(on, { id: made, name }, error, signal);
		throw error;
	}
}

/**
 * Periods are matched by name, so that what they have made stays theirs. New times are there before old ones
 * go: a profile that is cut off half-way makes too many snapshots rather than too few.
 */
export async function changeProfile(
	on: Vergeos,
	existing: NativeProfileRef,
	profile: Profile,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const { client } = on;
	if ((await profileRowOf(client, existing.id, signal)) === undefined) throw profileGone(existing);
	const { rows } = periodsToWrite(profile);
	const before = new Map(
		(await periodsOf(client, existing.id, signal)).map((row) => [row.name, row]),
	);
	for (const row of rows) {
		const there = before.get(row.name);
		before.delete(row.name);
		if (there === undefined) {
			await client.post(PERIODS, { profile: keyValue(existing.id), ...row }, signal);
		} else if (!isAlike(there, row)) {
			await client.put(PERIODS, there.$key, { ...row }, signal);
		}
	}
	for (const { $key } of before.values()) await client.delete(PERIODS, $key, signal);
	return await readBack(on, existing, signal);
}

const isAlike = (row: PeriodRow, wanted: PeriodColumns): boolean =>
	(Object.keys(wanted) as Array<keyof PeriodColumns>).every((name) => row[name] === wanted[name]);

async function readBack(
	{ client }: Vergeos,
	ref: NativeProfileRef,
	signal: AbortSignal,
): Promise<NativeProfile> {
	const found = await profileByKey(client, ref.id, signal);
	if (found === undefined) throw profileGone(ref);
	return found;
}

export const profileGone = ({ id, name }: NativeProfileRef): SnapshotError =>
	new SnapshotError('NOT_FOUND', `VergeOS has no snapshot profile ${name} with the ID ${id}`, {
		system: VERGEOS,
		advice: 'It may have been removed. List the native profiles again. Nothing was changed.',
	});

/** Nothing runs a profile that nobody has yet; left behind it would only pass for a whole one. */
async function takeBack(
	on: Vergeos,
	{ id, name }: NativeProfileRef,
	cause: unknown,
	signal: AbortSignal,
): Promise<void> {
	const removed = on.finish(
		bounded(on.clock, CLEANUP_LIMIT_MS, async (inner) => {
			const row = await profileRowOf(on.client, id, inner);
			if (row?.name === name) await on.client.delete('snapshot_profiles', id, inner);
		}),
	);
	if (signal.aborted) {
		removed.catch(() => undefined); // whoever cancelled is not kept waiting; closing waits for it
		throw signal.reason;
	}
	const isLeft = await removed.then(
		() => false,
		() => true,
	);
	if (!isLeft) return;
	const why = translateFailure(cause, { doing: `write the snapshot profile ${name}` });
	const message = `${why.message}. The half-made snapshot profile ${name} (${id}) could not be removed`;
	const advice = `Remove ${name} in VergeOS, under Snapshot Profiles, then run again.`;
	throw new SnapshotError(why.code, message, { system: VERGEOS, cause, advice });
}
