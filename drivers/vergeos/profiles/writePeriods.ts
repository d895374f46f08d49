import type { NativeDraft } from '../../../snapshots/nativeProfile';
import type { Period, Profile } from '../../../snapshots/schedule/profile';
import type { PeriodColumns, Timing } from './columns';
import { nativePeriodOf } from './readPeriod';
import { keptBy } from './retention';
import { timingsOf } from './timings';
import { clockTime, inTitleCase, monthName, weekdayOf } from './words';

export interface Written {
	readonly rows: readonly PeriodColumns[];
	/** Each names its period. */
	readonly losses: readonly string[];
}

/** The rows that a profile of ours becomes. */
export function periodsToWrite({ periods }: Profile): Written {
	const written = periods.map(rowsOf);
	const rows = withOwnNames(written.flatMap((one) => one.rows));
	return { rows, losses: written.flatMap((one) => one.losses) };
}

export function draftOf(profile: Profile): NativeDraft {
	const { rows, losses } = periodsToWrite(profile);
	return { periods: rows.map(nativePeriodOf), notExpressible: losses };
}

function rowsOf(period: Period): Written {
	const { name } = period;
	const kept = keptBy(period);
	const { timings, losses: ofTime } = timingsOf(period.frequency);
	const named = (losses: readonly string[]): string[] =>
		losses.map((loss) => `Period ${name}: ${loss}`);
	if (!('seconds' in kept) || timings.length === 0) {
		return { rows: [], losses: named([...ofTime, ...('seconds' in kept ? [] : kept.losses)]) };
	}
	const rows = timings.map((timing): PeriodColumns => ({
		name: timings.length === 1 ? name : `${name} ${timeLabel(timing)}`,
		...timing,
		retention: kept.seconds,
		// Together they keep no fewer than the one did.
		min_snapshots: Math.ceil(kept.minimum / timings.length),
		max_tier: '1',
		quiesce: period.quiesce !== 'off',
		immutable: false,
	}));
	return { rows, losses: named([...ofTime, ...kept.losses, ...lossesOfContent(period)]) };
}

function lossesOfContent({ memory, quiesce }: Period): string[] {
	return [
		...(memory ? ['VergeOS snapshots never hold the memory: it is left out.'] : []),
		...(quiesce === 'require'
			? ['VergeOS does not promise to do without a snapshot that is not quiesced.']
			: []),
	];
}

function timeLabel({ frequency, hour, minute, ...day }: Timing): string {
	const at = clockTime(hour, minute);
	switch (frequency) {
		case 'hourly':
			return `:${String(minute).padStart(2, '0')}`;
		case 'weekly':
			return `${inTitleCase(weekdayOf(day.day_of_week) ?? day.day_of_week)} ${at}`;
		case 'monthly':
			return `day ${day.day_of_month} ${at}`;
		case 'yearly':
			return `${day.day_of_month} ${monthName(day.month)} ${at}`;
		case 'daily':
		case 'custom':
			return at;
	}
}

/** Unique within a profile, as VergeOS wants them. */
function withOwnNames(rows: readonly PeriodColumns[]): PeriodColumns[] {
	const taken = new Set<string>();
	return rows.map((row) => {
		let { name } = row;
		for (let number = 2; taken.has(name); number++) name = `${row.name} (${number})`;
		taken.add(name);
		return { ...row, name };
	});
}
