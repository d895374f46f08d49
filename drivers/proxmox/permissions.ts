import { z } from 'zod';
import { SnapshotError } from '../../snapshots/errors';
import type { ProxmoxClient } from './client';
import { PROXMOX } from './errors';

/** Privileges by path; 1 says that it is passed on to what is below. An empty list may come for none. */
const permissions = z.union([
	z.record(z.record(z.unknown())),
	z.array(z.unknown()).transform((): Record<string, Record<string, unknown>> => ({})),
]);

/**
 * An account without rights is not refused, it sees nothing. Most often it is a token that has privilege
 * separation, and no rights of its own.
 */
export async function assertAnyRights(client: ProxmoxClient, signal: AbortSignal): Promise<void> {
	const granted = await client.get('/access/permissions', permissions, signal);
	if (Object.values(granted).some((privileges) => 'VM.Audit' in privileges)) return;
	throw new SnapshotError(
		'FORBIDDEN',
		`The account of the credential may see no VM of ${client.address}: the login is right, but it lacks VM.Audit everywhere`,
		{
			system: PROXMOX,
			advice:
				'Give it a role with VM.Audit and VM.Snapshot on /vms or on a pool (Datacenter > Permissions). A token with privilege separation needs that for itself, too: pveum acl modify /vms --tokens USER@REALM!TOKEN --roles ROLE.',
		},
	);
}
