import type { SSHTunnelFunctions } from 'n8n-workflow';
import type { Capabilities } from '../../../snapshots/capabilities';
import type { Clock } from '../../../snapshots/clock';
import type { SnapshotDriver } from '../../../snapshots/driver';
import type { SystemId } from '../../../snapshots/model';
import type { HttpTransport } from '../httpTransport';

/** n8n's ways out into the network that are there wherever a credential is used. */
export type Transports = SSHTunnelFunctions & HttpTransport;

/** What n8n has to know of one system. */
export interface System {
	readonly id: SystemId;
	/** As people know it. */
	readonly title: string;
	/** Name of its credential type. */
	readonly credential: string;
	readonly capabilities: Capabilities;
	/** Logs in. `credentials` are as n8n stores them. */
	open(
		transports: Transports,
		credentials: unknown,
		clock: Clock,
		signal: AbortSignal,
	): Promise<SnapshotDriver>;
}
