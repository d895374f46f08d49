import type { Surroundings } from '../surroundings';
import type { System } from '../systems/system';

const PREFIX = 'VM_SNAPSHOTS_';

/** `apiKey` is VM_SNAPSHOTS_API_KEY, or VM_SNAPSHOTS_API_KEY_FILE for the path of a file that holds it. */
export const variableOf = (field: string): string =>
	PREFIX + field.replaceAll(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();

export const SYSTEM_VARIABLE = `${PREFIX}SYSTEM`;
export const CONNECTION_VARIABLE = `${PREFIX}CONNECTION`;

/** The fields of a connection that the environment tells. */
export function fieldsFrom({ env }: Surroundings, { fields }: System): Record<string, unknown> {
	const given: Record<string, unknown> = {};
	for (const name of Object.keys(fields)) {
		const variable = variableOf(name);
		const file = env[`${variable}_FILE`];
		if (env[variable] !== undefined && env[variable] !== '') given[name] = env[variable];
		else if (file !== undefined && file !== '') given[name] = { file };
	}
	return given;
}
