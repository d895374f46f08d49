import { findSystem } from '../systems';
import type { ConnectionLabels, System } from '../systems/system';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { readConnectionsFile, usualPath, type ConnectionsFile } from './connectionsFile';
import { CONNECTION_VARIABLE, SYSTEM_VARIABLE, fieldsFrom, variableOf } from './environment';
import { isThere } from './files';
import { withReferences } from './secrets';

export interface Chosen {
	readonly labels: ConnectionLabels;
	readonly system: System;
	readonly fields: Readonly<Record<string, unknown>>;
}

export interface ConnectionChoice {
	/** Its name in the file. */
	readonly connection?: string;
	/** Path of the file. */
	readonly connections?: string;
}

/** Named by the person, else told by the environment, else the file’s default or only one. */
export async function chooseConnection(
	surroundings: Surroundings,
	choice: ConnectionChoice,
): Promise<Chosen> {
	const { env } = surroundings;
	const wanted = choice.connection ?? env[CONNECTION_VARIABLE];
	const systemId = env[SYSTEM_VARIABLE];
	if (wanted === undefined && choice.connections === undefined && systemId !== undefined) {
		const system = findSystem(systemId);
		const given = fieldsFrom(surroundings, system);
		const labels = { whole: 'The environment', field: variableOf };
		const where = { labels, folder: process.cwd() };
		const fields = await withReferences(surroundings, system, given, where);
		return { labels, system, fields };
	}
	const file = await readConnectionsFile(
		surroundings,
		choice.connections ?? (await existing(usualPath(surroundings))),
	);
	const name = wanted ?? file.default ?? onlyOne(file);
	const entry = file.connections[name];
	if (entry === undefined) {
		throw badUsage(`${file.path} has no connection ${JSON.stringify(name)}`, namesIn(file));
	}
	const { system: id, ...given } = entry;
	const system = findSystem(id);
	const labels = {
		whole: `Connection ${name}`,
		field: (field: string) => `${field} of connection ${name}`,
	};
	const fields = await withReferences(surroundings, system, given, { labels, folder: file.folder });
	return { labels, system, fields };
}

/** Whoever begins has none yet. */
async function existing(path: string): Promise<string> {
	if (await isThere(path)) return path;
	throw badUsage(
		`There are no connections yet: ${path} is not there`,
		`Write it as docs/cli.md shows, or set ${SYSTEM_VARIABLE} and the variables that vm-snapshots systems NAME tells. Nothing was sent.`,
	);
}

function onlyOne(file: ConnectionsFile): string {
	const [only, ...others] = Object.keys(file.connections);
	if (only !== undefined && others.length === 0) return only;
	throw badUsage(
		only === undefined
			? `${file.path} holds no connection`
			: `${file.path} holds several connections, and none of them was named`,
		only === undefined ? 'docs/cli.md shows how the file looks.' : namesIn(file),
	);
}

const namesIn = ({ connections }: ConnectionsFile): string =>
	`Choose by --connection one of: ${Object.keys(connections).join(', ')}. Nothing was sent.`;
