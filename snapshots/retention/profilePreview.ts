import { DateTime } from 'luxon';
import type { JsonRecord } from '../record';
import { endedPeriods } from '../schedule/ended';
import { nextOccurrences } from '../schedule/occurrences';
import type { Profile } from '../schedule/profile';
import { madePerDay, simulationInWords, simulationMarkdown } from './explainSimulation';
import { simulateProfile, type Simulation, type SimulationOptions } from './simulate';

export interface ProfilePreview {
	/** One sentence. */
	readonly inWords: string;
	readonly warnings: readonly string[];
	/** Absent: nothing is ever due again. */
	readonly ahead?: { readonly from: Date; readonly simulation: Simulation };
}

/** What a profile will come to on each VM, from when it is due next. */
export function previewProfile(
	profile: Profile,
	now: Date,
	options: Omit<SimulationOptions, 'from'>,
): ProfilePreview {
	const ended = endedPeriods(profile, now).map(({ name }) => `${name} is never due again.`);
	const [first] = nextOccurrences(profile, now, 1);
	if (first === undefined) return { inWords: 'Nothing is ever due again.', warnings: ended };
	const from = first.at;
	const simulation = simulateProfile(profile, { ...options, from });
	return {
		inWords: simulationInWords(simulation, from, profile.timeZone),
		warnings: [...simulation.warnings, ...ended],
		ahead: { from, simulation },
	};
}

/** The one JSON shape of a preview, shown to a person and read by nothing. */
export function previewRecord(
	{ inWords, warnings, ahead }: ProfilePreview,
	{ timeZone }: Profile,
): JsonRecord {
	if (ahead === undefined) return { inWords, warnings };
	const { from, simulation } = ahead;
	return {
		inWords,
		warnings,
		mostAtOnce: simulation.peak.count,
		mostAtOnceAt: localIso(simulation.peak.at, timeZone),
		madePerDay: Number(madePerDay(simulation, from).toFixed(2)),
		from: localIso(from, timeZone),
		until: localIso(simulation.until, timeZone),
		calendarMarkdown: simulationMarkdown(simulation, timeZone),
	};
}

export const localIso = (at: Date, zone: string): string | null =>
	DateTime.fromJSDate(at, { zone }).toISO({ suppressMilliseconds: true });
