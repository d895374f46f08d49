import type { Proxmox } from './level';
import { wholeNumber } from './schema';

/** The lowest free ID of the cluster's range. It is told, not reserved. */
export const nextFreeId = async ({ client }: Proxmox, signal: AbortSignal): Promise<string> =>
	String(await client.get('/cluster/nextid', wholeNumber, signal));
