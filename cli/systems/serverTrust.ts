import { z } from 'zod';
import { readTrust, type ServerTrust } from '../../drivers/transports/tls';
import type { SystemId } from '../../snapshots/model';
import { optionalText } from './fields';

const CHECKS = ['publicAuthority', 'ownAuthority', 'fingerprint', 'nothing'] as const;

/** How a server reached by HTTPS proves who it is. */
export const serverTrustFields = {
	serverCertificate: optionalText('PEM of your own authority, or of the server itself'),
	serverFingerprint: optionalText('SHA-256 fingerprint of the server’s certificate'),
	serverCheck: {
		says: `How to check the server: ${CHECKS.join(', ')}; if absent, by what is given above, else publicAuthority`,
		schema: z.enum(CHECKS).optional(),
	},
};

interface Given {
	readonly serverCheck?: (typeof CHECKS)[number];
	readonly serverCertificate?: string;
	readonly serverFingerprint?: string;
}

/** Nothing is left unchecked unless somebody says so. */
export function serverTrust(system: SystemId, given: Given): ServerTrust {
	const { serverCertificate = '', serverFingerprint = '' } = given;
	const implied =
		serverFingerprint !== ''
			? 'fingerprint'
			: serverCertificate !== ''
				? 'ownAuthority'
				: 'publicAuthority';
	return readTrust(system, {
		verify: given.serverCheck ?? implied,
		certificates: serverCertificate,
		fingerprint: serverFingerprint,
	});
}
