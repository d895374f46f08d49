import type { Row } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import { nameTaken } from './names';
import type { Writer } from './writer';

const SECONDS_BETWEEN: Readonly<Record<string, number>> = {
	hourly: 3600,
	daily: 86_400,
	weekly: 604_800,
	monthly: 2_592_000,
	yearly: 31_536_000,
};

export const snapshotProfiles: Writer = {
	create(world, values) {
		const table = world.table('snapshot_profiles');
		if (table.where('name', values.name ?? null).length > 0) throw nameTaken();
		return table.insert(values);
	},
	change(world, row, values) {
		const table = world.table('snapshot_profiles');
		const namesakes = table.where('name', values.name ?? null);
		if (namesakes.some((other) => other !== row)) throw nameTaken();
		table.change(row, values);
	},
	remove: removeProfile,
};

/** Assigned to the system from the installation on; the setting's own name is not known. */
const SYSTEM_PROFILE = 'System Snapshots';

/** Refused while VMs, volumes or the system use it (the wording is inferred); its periods go with it. */
export function removeProfile(world: World, profile: Row): void {
	const users = ['machines', 'volumes'].flatMap((name) =>
		world.table(name).where('snapshot_profile', profile.$key),
	);
	if (users.length > 0 || profile.name === SYSTEM_PROFILE)
		throw new ApiError(409, 'Snapshot profile is in use');
	const periods = world.table('snapshot_profile_periods');
	for (const period of periods.where('profile', profile.$key)) periods.remove(period);
	world.table('snapshot_profiles').remove(profile);
}

export const snapshotProfilePeriods: Writer = {
	create(world, values) {
		const table = world.table('snapshot_profile_periods');
		assertPeriodNameFree(world, values);
		const period = table.insert(values);
		estimate(world, period);
		return period;
	},
	change(world, row, values) {
		if (values.name !== undefined && values.name !== row.name) {
			assertPeriodNameFree(world, { profile: row.profile, name: values.name });
		}
		world.table('snapshot_profile_periods').change(row, values);
		estimate(world, row);
	},
	remove: (world, row) => world.table('snapshot_profile_periods').remove(row),
};

function assertPeriodNameFree(
	world: World,
	{ profile, name }: { profile?: Row[string]; name?: Row[string] },
): void {
	const periods = world.table('snapshot_profile_periods').where('profile', profile ?? null);
	if (periods.some((period) => period.name === name)) throw nameTaken();
}

function estimate(world: World, period: Row): void {
	const between = SECONDS_BETWEEN[String(period.frequency)];
	const byAge = between === undefined ? 1 : Math.floor(Number(period.retention) / between);
	const estimated_snapshot_count = Math.max(byAge, Number(period.min_snapshots));
	world.table('snapshot_profile_periods').change(period, { estimated_snapshot_count });
}
