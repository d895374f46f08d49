import { z } from 'zod';
import { baseUrlSchema } from '../../../drivers/transports/baseUrl';
import { readTrust } from '../../../drivers/transports/tls';
import { vergeosCapabilities } from '../../../drivers/vergeos/capabilities';
import type { VergeosLogin } from '../../../drivers/vergeos/login';
import { openN8nHttp } from '../httpTransport';
import { parseWith } from '../../../snapshots/parseWith';
import { serverCheckSchema, SERVER_CHECK_LABELS } from './serverCheck';
import type { System } from './system';

const LABELS: Readonly<Record<string, string>> = {
	...SERVER_CHECK_LABELS,
	url: 'URL',
	authentication: 'Authentication',
	apiKey: 'API Key',
	username: 'User Name',
	password: 'Password',
};

const required = z.string().trim().min(1);

const loginSchema = z.discriminatedUnion('authentication', [
	z.object({ authentication: z.literal('apiKey'), apiKey: required }),
	// A password may begin or end with a blank.
	z.object({
		authentication: z.literal('password'),
		username: required,
		password: z.string().min(1),
	}),
]);

const credentialSchema = z.object({ url: baseUrlSchema }).merge(serverCheckSchema).and(loginSchema);

export const vergeos: System = {
	id: 'vergeos',
	title: 'VergeOS',
	credential: 'vergeosApi',
	capabilities: vergeosCapabilities,
	async open(transports, credentials, clock, signal) {
		const credential = parseWith(credentialSchema, credentials, {
			system: 'vergeos',
			labelOf: (path) => LABELS[path.join('.')],
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { url: baseUrl, serverCheck: verify } = credential;
		const trust = readTrust('vergeos', {
			verify,
			certificates: credential.serverCertificate,
			fingerprint: credential.serverFingerprint,
		});
		const { vergeosDriver } = await import('../../../drivers/vergeos/driver');
		const http = await openN8nHttp(transports, { system: 'vergeos', baseUrl, trust }, signal);
		const login: VergeosLogin =
			credential.authentication === 'apiKey'
				? { apiKey: credential.apiKey }
				: { username: credential.username, password: credential.password };
		return vergeosDriver(http, login, clock);
	},
};
