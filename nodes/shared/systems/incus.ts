import { z } from 'zod';
import { incusCapabilities } from '../../../drivers/incus/capabilities';
import { baseUrlSchema } from '../../../drivers/transports/baseUrl';
import { readTrust } from '../../../drivers/transports/tls';
import { parseWith } from '../../../snapshots/parseWith';
import { openN8nHttp } from '../httpTransport';
import { serverCheckSchema, SERVER_CHECK_LABELS } from './serverCheck';
import type { System } from './system';

const LABELS: Readonly<Record<string, string>> = {
	...SERVER_CHECK_LABELS,
	url: 'URL',
	authentication: 'Authentication',
	clientCertificate: 'Client Certificate',
	clientPrivateKey: 'Client Key',
	token: 'Token',
	project: 'Project',
};

const required = z.string().trim().min(1);

const certificateFields = {
	clientCertificate: required,
	clientPrivateKey: required,
	clientKeyPassphrase: z.string().default(''),
};

const loginSchema = z.discriminatedUnion('authentication', [
	z.object({ authentication: z.literal('certificate'), ...certificateFields }),
	z.object({ authentication: z.literal('signedToken'), ...certificateFields }),
	z.object({ authentication: z.literal('token'), token: required }),
]);

const credentialSchema = z
	.object({ url: baseUrlSchema, project: z.string().trim().default('') })
	.merge(serverCheckSchema)
	.and(loginSchema);

export const incus: System = {
	id: 'incus',
	title: 'Incus and LXD',
	credential: 'incusApi',
	capabilities: incusCapabilities,
	async open(transports, credentials, clock, signal) {
		const credential = parseWith(credentialSchema, credentials, {
			system: 'incus',
			labelOf: (path) => LABELS[path.join('.')],
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { url: baseUrl, serverCheck: verify, project } = credential;
		const trust = readTrust('incus', {
			verify,
			certificates: credential.serverCertificate,
			fingerprint: credential.serverFingerprint,
		});
		const [{ incusDriver }, { readLogin }] = await Promise.all([
			import('../../../drivers/incus/driver'),
			import('../../../drivers/incus/readLogin'),
		]);
		const { login, identity } = readLogin(
			credential.authentication === 'token'
				? { by: 'token', token: credential.token }
				: {
						by: credential.authentication,
						certificate: credential.clientCertificate,
						key: credential.clientPrivateKey,
						passphrase: credential.clientKeyPassphrase,
					},
		);
		const server = { system: 'incus', baseUrl, trust, identity };
		const http = await openN8nHttp(transports, server, signal);
		return incusDriver(http, { login, project: project === '' ? undefined : project }, clock);
	},
};
