import { z } from 'zod';
import { abortable } from '../abortable';
import { RefusedAnswer } from '../failures';
import type { ProxmoxClient } from './client';
import { flag, text } from './schema';

const storageRows = z.array(
	z.object({ storage: z.string().min(1), type: text, 'snapshot-as-volume-chain': flag }),
);

/** Storages that go back to the newest snapshot only, each with the reason. */
export type NewestOnly = ReadonlyMap<string, string>;

/** What the cluster's storages can do; read once a connection. */
export class Storages {
	private present: Promise<NewestOnly | undefined> | undefined;
	private readonly closing = new AbortController();

	constructor(private readonly client: ProxmoxClient) {}

	/** undefined: the account may see no storage (it takes Datastore.Audit), so nobody knows. */
	async newestOnly(signal: AbortSignal): Promise<NewestOnly | undefined> {
		// Shared, so no single caller's signal may end it.
		this.present ??= this.read(this.closing.signal);
		return await abortable(signal, this.present);
	}

	close(): void {
		this.closing.abort(new Error('the connection was closed'));
	}

	private async read(signal: AbortSignal): Promise<NewestOnly | undefined> {
		try {
			const rows = await this.client.get('/storage', storageRows, signal);
			if (rows.length === 0) return undefined;
			const reasons = rows.map((row): [string, string | undefined] => [
				row.storage,
				reasonFor(row),
			]);
			return new Map(reasons.filter((pair): pair is [string, string] => pair[1] !== undefined));
		} catch (error) {
			if (error instanceof RefusedAnswer && [403, 501].includes(error.status)) return undefined;
			this.present = undefined; // the next call may have better luck
			throw error;
		}
	}
}

function reasonFor(row: z.output<typeof storageRows>[number]): string | undefined {
	if (row.type === 'zfspool' || row.type === 'zfs') return 'on ZFS';
	return row['snapshot-as-volume-chain'] ? 'kept as a chain of volumes' : undefined;
}
