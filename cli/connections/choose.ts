import { findSystem } from '../systems';
import type { System } from '../systems/system';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { readConnectionsFile, usualPath, type ConnectionsFile } from './connectionsFile';
import { CONNECTION_VARIABLE, SYSTEM_VARIABLE, fieldsFrom } from './environment';
import { withReferences } from './secrets';

export interface Chosen {
	readonly name: string;
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
		const where = { name: 'from the environment', folder: process.cwd() };
		const fields = await withReferences(surroundings, system, given, where);
		return { name: where.name, system, fields };
	}
	const path = choice.connections ?? usualPath(surroundings);
	const file = await readConnectionsFile(surroundings, path);
	const name = wanted ?? file.default ?? onlyOne(file);
	const entry = file.connections[name];
	if (entry === undefined) {
		throw badUsage(`${file.path} has no connection ${JSON.stringify(name)}`, namesIn(file));
	}
	const { system: id, ...given } = entry;
	const system = findSystem(id);
	const fields = await withReferences(surroundings, system, given, { name, folder: file.folder });
	return { name, system, fields };
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
