import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';
import {
	madePerDay,
	simulationInWords,
	simulationMarkdown,
} from '../../snapshots/retention/explainSimulation';
import { simulateProfile, type SystemLimit } from '../../snapshots/retention/simulate';
import { endedPeriods } from '../../snapshots/schedule/ended';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import type { Profile } from '../../snapshots/schedule/profile';
import { SYSTEMS } from './systems';

/** Twelve months are full by then. */
const LONGEST_DAYS = 400;
/** A few hundred milliseconds’ worth; of a profile that keeps a day of hours it is half a year. */
const ENOUGH = 200_000;

/** What the profile will come to on each VM, from when it is due next: shown to a person, read by no node. */
export function previewOf(profile: Profile, now: Date): IDataObject {
	const ended = endedPeriods(profile, now).map(({ name }) => `${name} is never due again.`);
	const [first] = nextOccurrences(profile, now, 1);
	if (first === undefined) return { inWords: 'Nothing is ever due again.', warnings: ended };
	const { timeZone } = profile;
	const from = first.at;
	const limits = LIMITS;
	const simulation = simulateProfile(profile, { from, days: LONGEST_DAYS, enough: ENOUGH, limits });
	const { peak, until, warnings } = simulation;
	return {
		inWords: simulationInWords(simulation, from, timeZone),
		warnings: [...warnings, ...ended],
		mostAtOnce: peak.count,
		mostAtOnceAt: localIso(peak.at, timeZone),
		madePerDay: Number(madePerDay(simulation, from).toFixed(2)),
		from: localIso(from, timeZone),
		until: localIso(until, timeZone),
		calendarMarkdown: simulationMarkdown(simulation, timeZone),
	};
}

/** The trigger knows no system: those with a limit on one VM’s snapshots are all named, once it is passed. */
const LIMITS = SYSTEMS.flatMap(({ title, capabilities }): SystemLimit[] => {
	const most = capabilities.levels.vm?.maxSnapshotsPerTarget;
	return most === undefined ? [] : [{ system: title, most }];
});

export const localIso = (at: Date, zone: string): string | null =>
	DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true });
