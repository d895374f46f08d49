import { boolean, DESCRIPTION, integer, keyOf, NAME, text, type TableDefinition } from '../columns';

const SNAPSHOT_TYPES = ['full', 'partial_include', 'partial_exclude'];

export const tenantTables: readonly TableDefinition[] = [
	{
		name: 'tenants',
		display: 'name',
		firstKey: 7,
		columns: {
			name: NAME,
			description: DESCRIPTION,
			is_snapshot: boolean(),
			isolate: boolean(),
			expose_cloud_snapshots: boolean('always'),
			status: keyOf('tenant_status'),
			uuid: text(),
			created: integer(),
		},
		initial: { description: '', is_snapshot: false, expose_cloud_snapshots: true },
	},
	{
		name: 'tenant_status',
		display: 'status',
		firstKey: 11,
		columns: {
			tenant: keyOf('tenants'),
			status: text(),
			running: boolean(),
			starting: boolean(),
			stopping: boolean(),
			state: text(),
		},
		initial: {
			status: 'offline',
			running: false,
			starting: false,
			stopping: false,
			state: 'offline',
		},
	},
	{
		name: 'tenant_snapshots',
		display: 'name',
		firstKey: 31,
		columns: {
			tenant: keyOf('tenants', 'create', { required: true }),
			name: text('create', { maxLength: 128 }),
			description: DESCRIPTION,
			/** The names of profile and period, as text. */
			profile: text(),
			period: text(),
			min_snapshots: integer('create'),
			created: integer(),
			expires: integer('always'),
			type: text('create', { choices: SNAPSHOT_TYPES, since: '26.1' }),
		},
		initial: { description: '', profile: '', period: '', min_snapshots: 0, type: 'full' },
	},
];
