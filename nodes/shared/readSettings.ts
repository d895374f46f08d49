import { z } from 'zod';
import { LEVELS } from '../../snapshots/model';
import { readSettings, type GivenSettings, type SettingOperation } from '../../snapshots/settings';
import { findSystem } from './findSystem';
import { listSchema } from './readTargets';
import type { ItemParameters } from './readParameters';

/** The system’s own settings as they were entered; lists are split. */
export function readGivenSettings(
	parameters: ItemParameters,
	operation: SettingOperation,
): GivenSettings | undefined {
	const { id: system, capabilities } = findSystem(parameters.get('system', z.string()));
	const level = parameters.get('level', z.enum(LEVELS).default('vm'));
	const offered = capabilities.levels[level]?.settings?.[operation] ?? [];
	if (offered.length === 0) return undefined;
	const entered = parameters.get('settings', z.record(z.unknown()).default({}));
	const given = Object.fromEntries(
		offered
			.filter(({ name }) => entered[name] !== undefined)
			.map(({ name, kind }) => [name, kind === 'list' ? split(entered[name]) : entered[name]]),
	);
	return readSettings({ system, capabilities }, { level }, operation, given);
}

const split = (entered: unknown): unknown => listSchema.safeParse(entered).data ?? entered;
