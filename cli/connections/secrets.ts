import { z } from 'zod';
import type { Surroundings } from '../surroundings';
import type { ConnectionLabels, System } from '../systems/system';
import { badUsage } from '../usage';
import { othersMayRead, pathOf, readText } from './files';

/** Where the value of a field stands, so that it need not stand in the connections file. */
const referenceSchema = z.union([
	z.strictObject({ file: z.string().min(1) }),
	z.strictObject({ env: z.string().min(1) }),
]);

interface Where {
	readonly labels: ConnectionLabels;
	readonly folder: string;
}

/** The fields with each `{ "file": … }` and `{ "env": … }` replaced by what stands there. */
export async function withReferences(
	surroundings: Surroundings,
	system: System,
	given: Readonly<Record<string, unknown>>,
	{ labels, folder }: Where,
): Promise<Record<string, unknown>> {
	const entries = Object.entries(given).map(async ([field, value]) => {
		const reference = referenceSchema.safeParse(value).data;
		if (reference === undefined) return [field, value];
		const what = labels.field(field);
		if ('env' in reference) return [field, fromEnvironment(surroundings, reference.env, what)];
		const path = pathOf(reference.file, { home: surroundings.home, folder });
		const text = await readText(path, what);
		if (system.fields[field]?.secret && (await othersMayRead(path))) {
			surroundings.stderr.write(
				`warning: ${path}, which holds ${what}, can be read by others; chmod 600 ends that.\n`,
			);
		}
		// Editors and echo end a file with a line break that is no part of a password.
		return [field, text.replace(/\r?\n$/, '')];
	});
	return Object.fromEntries(await Promise.all(entries)) as Record<string, unknown>;
}

function fromEnvironment({ env }: Surroundings, variable: string, what: string): string {
	const value = env[variable];
	if (value !== undefined && value !== '') return value;
	throw badUsage(
		`${what} is to come from the environment, but ${variable} is not set`,
		'Set it and run again. Nothing was sent.',
	);
}
