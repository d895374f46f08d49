import { z } from 'zod';
import type { SystemDescription } from '../../snapshots/driver';
import type { ProxmoxClient } from './client';
import { assertAnyRights } from './permissions';

const version = z.object({ version: z.string().min(1) });

/** Any account may ask for the version, so its rights are asked for, too. */
export async function describeSystem(
	client: ProxmoxClient,
	signal: AbortSignal,
): Promise<SystemDescription> {
	const told = await client.get('/version', version, signal);
	await assertAnyRights(client, signal);
	return { name: client.address, version: `Proxmox VE ${told.version}` };
}
