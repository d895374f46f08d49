import type { Connection, Patience } from '../../connection';
import { SnapshotError } from '../../errors';
import type { NativeProfile } from '../../nativeProfile';
import { profileSchema, type Period, type Profile } from '../../schedule/profile';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { profilesOf } from './access';
import { findNativeProfile, type NativeProfileChoice } from './find';
import { fitNames } from './fitNames';
import { lossesOf } from './lossesOf';
import { zoneOf, type ZoneOrder } from './zone';

export interface ImportOrder extends ZoneOrder {
	readonly choice: NativeProfileChoice;
	readonly patience: Patience;
}

export interface ImportedProfile {
	readonly native: NativeProfile;
	readonly profile: Profile;
	/** What of the native one could not be carried over, in plain sentences. */
	readonly notExpressible: readonly string[];
}

/** Reads one native profile as a profile of ours. Refuses one of which no period can be told in our words. */
export async function importNativeProfile(
	on: Connection,
	order: ImportOrder,
): Promise<ImportedProfile> {
	const { timeLimitSeconds } = order.patience;
	const doing = `reading a snapshot profile of ${on.driver.system}`;
	const native = await withinTimeLimit(on, { timeLimitSeconds, doing }, (signal) =>
		findNativeProfile(on, order.choice, { withAssignments: true }, signal),
	);
	return { native, ...profileFrom(on, native, order) };
}

function profileFrom(
	on: Connection,
	native: NativeProfile,
	order: ZoneOrder,
): Omit<ImportedProfile, 'native'> {
	const { timeZone, doubts } = zoneOf(on.driver.system, profilesOf(on), order);
	const carried = native.periods.flatMap(({ period }) => (period === undefined ? [] : [period]));
	const lost = lossesOf(native.periods);
	if (carried.length === 0) throw nothingCarried(on, native, lost);
	const [name = native.name] = fitNames([native.name]);
	const names = fitNames(carried.map((period) => period.name));
	const renamed = [
		...renaming('Profile', native.name, name),
		...carried.flatMap((period, at) => renaming('Period', period.name, names[at])),
	];
	const profile = readOwn(on, native, {
		name,
		timeZone,
		periods: carried.map((period, at) => ({ ...period, name: names[at] ?? period.name })),
	});
	return { profile, notExpressible: [...lost, ...renamed, ...doubts] };
}

const renaming = (what: string, from: string, to: string | undefined): string[] =>
	to === undefined || from === to ? [] : [`${what} ${from} is called ${to} here.`];

function nothingCarried(
	on: Connection,
	{ name, periods }: NativeProfile,
	lost: readonly string[],
): SnapshotError {
	const { system } = on.driver;
	const why = periods.length === 0 ? 'It has no periods.' : lost.join(' ');
	return new SnapshotError(
		'UNSUPPORTED',
		`Nothing of the snapshot profile ${name} of ${system} can be told as a profile of this package`,
		{ system, advice: `${why} Draw it anew in Snapshot Schedule Trigger.` },
	);
}

/** What a driver translates must hold by our own rules. */
function readOwn(
	on: Connection,
	{ name }: NativeProfile,
	given: { readonly name: string; readonly timeZone: string; readonly periods: readonly Period[] },
): Profile {
	const read = profileSchema.safeParse(given);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	const flaw = `${issue?.path.join('.')} ${issue?.message}`;
	const isZone = issue?.path[0] === 'timeZone';
	throw new SnapshotError(
		isZone ? 'INVALID_INPUT' : 'INVALID_RESPONSE',
		`The snapshot profile ${name} of ${on.driver.system} was not understood: ${flaw}`,
		{ system: on.driver.system, cause: read.error },
	);
}
