import type { PeriodSpec } from './seeding';

const HOUR = 3600;
const DAY = 86_400;
const YEAR = 31_536_000;

const period = (
	name: string,
	frequency: string,
	retention: number,
	rest: Omit<PeriodSpec, 'name' | 'frequency' | 'retention'> = {},
): PeriodSpec => ({ name, frequency, retention, ...rest });

const LONG_TERM = (yearly: number): PeriodSpec[] => [
	period('Yearly', 'yearly', yearly, { month: 1, day_of_month: 1 }),
	period('Monthly', 'monthly', YEAR, { day_of_month: 1 }),
	period('Weekly', 'weekly', 31 * DAY, { day_of_week: 'sun' }),
	period('Daily', 'daily', 7 * DAY),
];

/** What an installation brings along. How "forever" is written is not established: here it is 0. */
export const STOCK_PROFILES: Readonly<Record<string, readonly PeriodSpec[]>> = {
	'System Snapshots': [
		period('Hourly for 3 hours', 'hourly', 3 * HOUR, { immutable: true }),
		period('Midnight', 'daily', 3 * DAY, { hour: 0 }),
		period('Noon', 'daily', DAY, { hour: 12 }),
	],
	'NAS Volume Syncs': [period('Daily', 'daily', 3 * DAY, { hour: 18 })],
	SOX: LONG_TERM(7 * YEAR),
	HIPAA: LONG_TERM(0),
	'Volume Antivirus Scan': [],
};
