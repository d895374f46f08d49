import { createHash } from 'node:crypto';
import { Table, type Key } from './table';
import { TABLES } from './tables';

/** All tables of one system. */
export class Store {
	private readonly tables = new Map<string, Table>();
	private hexKeys = 0;

	constructor(machineKeys: () => Key) {
		const ownKeys: Readonly<Record<string, () => Key>> = {
			machines: machineKeys,
			volumes: () => this.hexKey(),
		};
		for (const definition of TABLES) {
			this.tables.set(definition.name, new Table(definition, ownKeys[definition.name]));
		}
	}

	find(name: string): Table | undefined {
		return this.tables.get(name);
	}

	table(name: string): Table {
		const table = this.tables.get(name);
		if (table === undefined) throw new Error(`No table ${name}`);
		return table;
	}

	/** Volumes, and some others, have keys of 40 hex digits. */
	private hexKey(): string {
		this.hexKeys += 1;
		return createHash('sha1').update(`volume ${this.hexKeys}`).digest('hex');
	}
}
