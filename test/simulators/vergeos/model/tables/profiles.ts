import { boolean, DESCRIPTION, integer, keyOf, NAME, text, type TableDefinition } from '../columns';

const FREQUENCIES = ['custom', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'any'];

export const profileTables: readonly TableDefinition[] = [
	{
		name: 'snapshot_profiles',
		display: 'name',
		columns: { name: NAME, description: DESCRIPTION, ignore_warnings: boolean('always') },
		initial: { description: '', ignore_warnings: false },
	},
	{
		name: 'snapshot_profile_periods',
		display: 'name',
		columns: {
			profile: keyOf('snapshot_profiles', 'create', { required: true }),
			name: NAME,
			frequency: text('always', { choices: FREQUENCIES }),
			minute: integer('always', { range: [0, 59] }),
			hour: integer('always', { range: [0, 23] }),
			day_of_week: text('always', { choices: DAYS }),
			/** 0: any. */
			day_of_month: integer('always', { range: [0, 31] }),
			month: integer('always', { range: [0, 12] }),
			/** Seconds. Here, and only here, it is a real column. */
			retention: integer('always', { required: true }),
			min_snapshots: integer('always'),
			max_tier: text('always', { choices: ['1', '2', '3', '4', '5'] }),
			quiesce: boolean('always'),
			immutable: boolean('always'),
			estimated_snapshot_count: integer(),
		},
		initial: {
			frequency: 'daily',
			minute: 0,
			hour: 0,
			day_of_week: 'any',
			day_of_month: 0,
			month: 0,
			min_snapshots: 1,
			max_tier: '1',
			quiesce: false,
			immutable: false,
			estimated_snapshot_count: 0,
		},
	},
];
