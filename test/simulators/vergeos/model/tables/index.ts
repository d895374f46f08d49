import type { TableDefinition } from '../columns';
import { machineTables } from './machines';
import { profileTables } from './profiles';
import { systemTables } from './system';
import { tenantTables } from './tenants';
import { volumeTables } from './volumes';

export const TABLES: readonly TableDefinition[] = [
	...systemTables,
	...machineTables,
	...tenantTables,
	...volumeTables,
	...profileTables,
];
