import type { Connection } from '../../snapshots/connection';
import { chooseConnection, type ConnectionChoice } from '../connections/choose';
import type { Surroundings } from '../surroundings';
import type { System } from '../systems/system';

export interface Session {
	readonly surroundings: Surroundings;
	readonly system: System;
	readonly on: Connection;
}

/** Logs in, gives work its session, and closes it in all cases. */
export async function withSession<T>(
	surroundings: Surroundings,
	choice: ConnectionChoice,
	prepare: (system: System) => (session: Session) => Promise<T>,
): Promise<T> {
	const { clock, signal } = surroundings;
	const { labels, system, fields } = await chooseConnection(surroundings, choice);
	// What can be refused by the options alone is refused before anybody logs in.
	const work = prepare(system);
	const driver = await system.open(fields, labels, clock, signal);
	try {
		return await work({ surroundings, system, on: { driver, clock, signal, random: Math.random } });
	} finally {
		await driver.close();
	}
}
