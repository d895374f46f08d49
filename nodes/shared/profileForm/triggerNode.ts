import { Duration } from 'luxon';
import type { JsonRecord } from '../../../snapshots/record';
import type { Frequency, Period, Profile } from '../../../snapshots/schedule/profile';
import { UNITS } from '../readProfile';

/**
 * A Snapshot Schedule Trigger with this profile drawn in it, as n8n's canvas takes it from the clipboard.
 * undefined: the form has no field for something in it.
 */
export function triggerNodeOf(profile: Profile): JsonRecord | undefined {
	const parameters = triggerParametersOf(profile);
	if (parameters === undefined) return undefined;
	const node = {
		id: 'snapshot-schedule-trigger',
		name: 'Snapshot Schedule Trigger',
		type: 'n8n-nodes-vm-snapshots.snapshotScheduleTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters,
	};
	return { nodes: [node], connections: {} };
}

export function triggerParametersOf(profile: Profile): JsonRecord | undefined {
	const periods = profile.periods.map(periodForm);
	const drawn = periods.filter((period) => period !== undefined);
	if (drawn.length < periods.length) return undefined;
	const { startDate, endDate, excludedDates, jitterMinutes } = profile;
	return {
		profileName: profile.name,
		timeZone: profile.timeZone,
		periods: { period: drawn },
		coinciding: profile.coinciding,
		missed: profile.missed,
		missedWithinHours: profile.missedWithinHours ?? 0,
		options: {
			...(startDate === undefined ? {} : { startDate }),
			...(endDate === undefined ? {} : { endDate }),
			...(excludedDates.length === 0 ? {} : { excludedDates: excludedDates.join(', ') }),
			...(jitterMinutes === 0 ? {} : { jitterMinutes }),
		},
	};
}

function periodForm({ name, frequency, retention, memory, quiesce }: Period) {
	const { last = 0, keepFor, minimum, ...rules } = retention;
	const kept = keepForForm(keepFor);
	if (kept === undefined) return undefined;
	const entered = Object.entries(rules)
		.filter(([, rule]) => rule !== undefined)
		.map(([rule, value]) => [rule, value === 'all' ? -1 : value]);
	return {
		name,
		...frequencyForm(frequency),
		keepLast: last,
		rules: Object.fromEntries(entered) as JsonRecord,
		...kept,
		minimum,
		memory,
		quiesce,
	};
}

/** The form has a whole number of one unit. */
function keepForForm(
	isoDuration: string | undefined,
): { readonly keepFor: number; readonly keepForUnit: string } | undefined {
	if (isoDuration === undefined) return { keepFor: 0, keepForUnit: 'days' };
	const duration = Duration.fromISO(isoDuration);
	const keepForUnit = UNITS.find((unit) => {
		const keepFor = duration.get(unit);
		return keepFor > 0 && Duration.fromObject({ [unit]: keepFor }).equals(duration);
	});
	return keepForUnit && { keepFor: duration.get(keepForUnit), keepForUnit };
}

function frequencyForm(frequency: Frequency): JsonRecord {
	const { every } = frequency;
	switch (every) {
		case 'minutes':
			return { every, minutes: frequency.count, ...windowForm(frequency) };
		case 'hours':
			return { every, hours: frequency.count, ...windowForm(frequency) };
		case 'day':
			return { every, at: frequency.at.join(', ') };
		case 'week':
			return { every, weekdays: frequency.weekdays, at: frequency.at.join(', ') };
		case 'month': {
			const { on, months = [], at } = frequency;
			return { every, ...dayForm(on), months, at: at.join(', ') };
		}
		case 'year': {
			const { on, month, at } = frequency;
			return { every, ...dayForm(on), month, at: at.join(', ') };
		}
		case 'once':
			return { every, onceAt: frequency.dateTime };
	}
}

const windowForm = ({
	from = '',
	to = '',
	weekdays = [],
}: Extract<Frequency, { every: 'minutes' | 'hours' }>): JsonRecord => ({
	windowFrom: from,
	windowTo: to,
	onlyOn: weekdays,
});

const dayForm = (on: Extract<Frequency, { every: 'month' | 'year' }>['on']): JsonRecord =>
	on.by === 'day'
		? { dayBy: on.by, days: on.days.join(', ') }
		: { dayBy: on.by, nth: on.nth, weekday: on.weekday };
