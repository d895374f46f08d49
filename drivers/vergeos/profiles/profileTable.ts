import type { NativeProfile } from '../../../snapshots/nativeProfile';
import type { VergeosClient } from '../client';
import { hasKey } from '../filter';
import {
	PERIOD_FIELDS,
	PROFILE_FIELDS,
	periodRow,
	profileRow,
	type PeriodRow,
	type ProfileRow,
} from './columns';
import { nativePeriodOf } from './readPeriod';

/** All profiles with their periods, in two listings whatever their number. */
export async function allProfiles(
	client: VergeosClient,
	signal: AbortSignal,
): Promise<readonly NativeProfile[]> {
	const [profiles, periods] = await Promise.all([
		client.all('snapshot_profiles', profileRow, { fields: PROFILE_FIELDS, sort: '+name' }, signal),
		client.all('snapshot_profile_periods', periodRow, { fields: PERIOD_FIELDS }, signal),
	]);
	const byProfile = new Map<string, PeriodRow[]>();
	for (const row of periods) {
		const own = byProfile.get(row.profile);
		if (own === undefined) byProfile.set(row.profile, [row]);
		else own.push(row);
	}
	return profiles.map((row) => nativeProfileOf(row, byProfile.get(row.$key) ?? []));
}

export async function profileByKey(
	client: VergeosClient,
	key: string,
	signal: AbortSignal,
): Promise<NativeProfile | undefined> {
	const row = await profileRowOf(client, key, signal);
	return row && nativeProfileOf(row, await periodsOf(client, key, signal));
}

export async function profileRowOf(
	client: VergeosClient,
	key: string,
	signal: AbortSignal,
): Promise<ProfileRow | undefined> {
	if (!/^\d+$/.test(key)) return undefined; // this table counts its keys
	return await client.find('snapshot_profiles', key, profileRow, PROFILE_FIELDS, signal);
}

/** Looked through once more: a filter that a version does not know would let all rows pass. */
export async function periodsOf(
	client: VergeosClient,
	profile: string,
	signal: AbortSignal,
): Promise<readonly PeriodRow[]> {
	const selection = { fields: PERIOD_FIELDS, filter: hasKey('profile', profile) };
	const rows = await client.all('snapshot_profile_periods', periodRow, selection, signal);
	return rows.filter((row) => row.profile === profile);
}

const nativeProfileOf = (
	{ $key: id, name, description }: ProfileRow,
	periods: readonly PeriodRow[],
): NativeProfile => ({
	id,
	name,
	description,
	periods: periods.map((row) => ({
		...nativePeriodOf(row),
		...(row.estimated_snapshot_count > 0
			? { estimatedSnapshots: row.estimated_snapshot_count }
			: {}),
	})),
});
