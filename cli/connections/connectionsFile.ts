import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseWith } from '../../snapshots/parseWith';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { othersMayRead, pathOf, readText } from './files';

const fileSchema = z.strictObject({
	/** The connection that is meant when none is named. */
	default: z.string().optional(),
	connections: z.record(z.object({ system: z.string() }).passthrough()),
});
export type ConnectionsFile = z.infer<typeof fileSchema> & {
	readonly path: string;
	/** What its relative paths begin at. */
	readonly folder: string;
};

export function usualPath({ env, home }: Surroundings): string {
	const { XDG_CONFIG_HOME: config } = env;
	const folder = config === undefined || config === '' ? join(home, '.config') : config;
	return join(folder, 'vm-snapshots', 'connections.json');
}

export async function readConnectionsFile(
	{ home, stderr }: Surroundings,
	given: string,
): Promise<ConnectionsFile> {
	const path = pathOf(given, { home, folder: process.cwd() });
	const text = await readText(path, 'The connections');
	if (await othersMayRead(path)) {
		stderr.write(`warning: ${path} can be read by others; chmod 600 ends that.\n`);
	}
	const file = parseWith(fileSchema, jsonOf(text, path), {
		system: 'vm-snapshots',
		labelOf: (at) => (at.length === 0 ? path : `${at.join('.')} in ${path}`),
		advice: 'docs/cli.md shows how the file looks. Nothing was sent.',
	});
	return { ...file, path, folder: dirname(path) };
}

export function jsonOf(text: string, path: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		// V8’s own message quotes the text, in which secrets may stand.
		throw badUsage(`${path} is not valid JSON`, 'Correct it and run again. Nothing was sent.', {
			name: error instanceof Error ? error.name : 'Error',
		});
	}
}
