import { z } from 'zod';
import { openVsphere } from '../../drivers/vsphere/driver';
import type { SnapshotDriver } from '../../snapshots/driver';
import { openByAxios } from '../../test/support/http';
import { systemClock } from '../../test/support/systemClock';

export const serverSchema = z.object({
	url: z.string().url(),
	username: z.string(),
	password: z.string(),
	serverCertificate: z.string(),
	names: z.array(z.string()),
});
export type Server = z.output<typeof serverSchema>;

export async function open({
	url,
	username,
	password,
	serverCertificate,
}: Server): Promise<SnapshotDriver> {
	const { signal } = new AbortController();
	const server = {
		system: 'vsphere',
		baseUrl: new URL(url),
		trust: { by: 'ownAuthority', certificates: serverCertificate },
	} as const;
	const http = await openByAxios(server, signal, 'shared');
	return await openVsphere(http, { username, password }, systemClock, signal);
}

/** With a home of its own, since it keeps its sessions there. */
export const govcEnvironment = ({ url, username, password }: Server, home: string) => ({
	...{ GOVC_URL: url, GOVC_USERNAME: username, GOVC_PASSWORD: password },
	...{ GOVC_INSECURE: '1', GOVC_PERSIST_SESSION: 'true', HOME: home },
});
