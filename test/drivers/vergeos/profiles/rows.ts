import type { PeriodColumns } from '../../../../drivers/vergeos/profiles/columns';

/** A nightly period, as VergeOS has it, but for what a test says. */
export const row = (more: Partial<PeriodColumns> = {}): PeriodColumns => ({
	name: 'Nightly',
	frequency: 'daily',
	minute: 0,
	hour: 2,
	day_of_week: 'any',
	day_of_month: 0,
	month: 0,
	retention: 604_800,
	min_snapshots: 1,
	max_tier: '1',
	quiesce: false,
	immutable: false,
	...more,
});

const HOUR = 3600;
const DAY = 24 * HOUR;

/** What a new VergeOS comes with, by its documentation; where that names no time, midnight. */
export const STOCK: Readonly<Record<string, readonly PeriodColumns[]>> = {
	'System Snapshots': [
		row({
			name: 'Hourly for 3 hours',
			frequency: 'hourly',
			hour: 0,
			retention: 3 * HOUR,
			immutable: true,
		}),
		row({ name: 'Midnight', hour: 0, retention: 3 * DAY }),
		row({ name: 'Noon', hour: 12, retention: DAY }),
	],
	'NAS Volume Syncs': [row({ name: 'Daily', hour: 18, retention: 3 * DAY })],
	SOX: [
		row({
			name: 'Yearly',
			frequency: 'yearly',
			hour: 0,
			day_of_month: 1,
			month: 1,
			retention: 7 * 365 * DAY,
		}),
		row({ name: 'Monthly', frequency: 'monthly', hour: 0, day_of_month: 1, retention: 365 * DAY }),
		row({ name: 'Weekly', frequency: 'weekly', hour: 0, day_of_week: 'sun', retention: 31 * DAY }),
		row({ name: 'Daily', hour: 0, retention: 7 * DAY }),
	],
	HIPAA: [
		row({
			name: 'Yearly',
			frequency: 'yearly',
			hour: 0,
			day_of_month: 1,
			month: 1,
			retention: 0,
		}),
		row({ name: 'Monthly', frequency: 'monthly', hour: 0, day_of_month: 1, retention: 365 * DAY }),
		row({ name: 'Weekly', frequency: 'weekly', hour: 0, day_of_week: 'sun', retention: 31 * DAY }),
		row({ name: 'Daily', hour: 0, retention: 7 * DAY }),
	],
};
