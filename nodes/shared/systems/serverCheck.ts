import { z } from 'zod';

/** Beside the fields of `credentials/shared/serverCheck.ts`. */
export const SERVER_CHECK_LABELS: Readonly<Record<string, string>> = {
	serverCheck: 'Server Check',
	serverCertificate: 'Certificate',
	serverFingerprint: 'Fingerprint',
};

export const serverCheckSchema = z.object({
	serverCheck: z
		.enum(['publicAuthority', 'ownAuthority', 'fingerprint', 'nothing'])
		.default('publicAuthority'),
	serverCertificate: z.string().default(''),
	serverFingerprint: z.string().default(''),
});
