import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Clock } from '../../snapshots/clock';
import type { Connection } from '../../snapshots/connection';
import type { System, Transports } from './systems/system';

/** The part of n8n's contexts that leads to a system. */
export interface CredentialSource {
	getCredentials(type: string, itemIndex?: number): Promise<ICredentialDataDecryptedObject>;
	readonly helpers: Transports;
}

export interface OpenConnection {
	/** Equal for items that share the connection. */
	readonly key: string;
	readonly on: Connection;
}

/** One connection for each login that a run needs, opened when first asked for. */
export class Connections {
	private readonly opened = new Map<string, Promise<OpenConnection>>();

	constructor(
		private readonly source: CredentialSource,
		private readonly clock: Clock,
		private readonly signal: AbortSignal,
	) {}

	/** A credential may hold expressions, so it can differ from item to item. */
	async open(system: System, itemIndex?: number): Promise<OpenConnection> {
		const credentials = await this.source.getCredentials(system.credential, itemIndex);
		const login = JSON.stringify([system.id, credentials]);
		const opened = this.opened.get(login) ?? this.login(system, credentials);
		this.opened.set(login, opened);
		return await opened;
	}

	/** What failed to open has nothing to close; whoever asked for it has been told. */
	async close(): Promise<void> {
		const settled = await Promise.allSettled(this.opened.values());
		await Promise.all(
			settled.map(async (one) => {
				if (one.status === 'fulfilled') await one.value.on.driver.close();
			}),
		);
	}

	private async login(
		system: System,
		credentials: ICredentialDataDecryptedObject,
	): Promise<OpenConnection> {
		const { clock, signal } = this;
		const key = `${system.id} ${this.opened.size}`;
		const driver = await system.open(this.source.helpers, credentials, clock, signal);
		return { key, on: { driver, clock, signal, random: Math.random } };
	}
}
