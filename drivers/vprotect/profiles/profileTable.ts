import type { NativeProfile } from '../../../snapshots/nativeProfile';
import type { Vprotect } from '../level';
import type { Policy } from '../policies';
import { nativePeriodOf } from './readPeriod';
import { listSchedules, type Schedule } from './schedule';

/** Names of schedules are unique in all of vProtect; so ours begin with the policy's. */
export const scheduleName = (policyName: string, periodName: string): string =>
	`${policyName}: ${periodName}`;

export function periodName(policyName: string, name: string): string {
	const prefix = scheduleName(policyName, '');
	return name.startsWith(prefix) ? name.slice(prefix.length) : name;
}

export async function allProfiles(
	{ client, policies }: Vprotect,
	signal: AbortSignal,
): Promise<NativeProfile[]> {
	const family = await policies.family(signal);
	const [found, schedules] = await Promise.all([
		policies.listWhole(signal),
		listSchedules(client, family, signal),
	]);
	const byGuid = new Map(schedules.map((one) => [one.guid, one]));
	return found.map((policy) => profileOf(policy, byGuid));
}

function profileOf(
	{ guid, name, active, rules }: Policy,
	schedules: ReadonlyMap<string, Schedule>,
): NativeProfile {
	const periods = rules.flatMap((rule) =>
		rule.schedules.map((reference) => {
			const schedule = schedules.get(reference.guid);
			return nativePeriodOf({
				name: periodName(name, schedule?.name ?? reference.name),
				timing: schedule?.timing,
				retention: { versions: rule.retentionVersions, days: rule.retentionDays },
				active: active && (schedule?.active ?? true),
			});
		}),
	);
	return { id: guid, name, description: '', periods };
}
