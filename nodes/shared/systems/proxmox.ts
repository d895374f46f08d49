import { z } from 'zod';
import { proxmoxCapabilities } from '../../../drivers/proxmox/capabilities';
import type { ProxmoxLogin } from '../../../drivers/proxmox/login';
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
	// n8n takes every field of a credential with “token” in its name for a secret.
	apiId: 'Token ID',
	tokenSecret: 'Token Secret',
	username: 'User Name',
	password: 'Password',
};

const required = z.string().trim().min(1);

const loginSchema = z.discriminatedUnion('authentication', [
	z.object({ authentication: z.literal('apiToken'), apiId: required, tokenSecret: required }),
	// A password may begin or end with a blank.
	z.object({
		authentication: z.literal('password'),
		username: required,
		password: z.string().min(1),
	}),
]);

const credentialSchema = z.object({ url: baseUrlSchema }).merge(serverCheckSchema).and(loginSchema);

export const proxmox: System = {
	id: 'proxmox',
	title: 'Proxmox VE',
	credential: 'proxmoxApi',
	capabilities: proxmoxCapabilities,
	async open(transports, credentials, clock, signal) {
		const credential = parseWith(credentialSchema, credentials, {
			system: 'proxmox',
			labelOf: (path) => LABELS[path.join('.')],
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { url: baseUrl, serverCheck: verify } = credential;
		const trust = readTrust('proxmox', {
			verify,
			certificates: credential.serverCertificate,
			fingerprint: credential.serverFingerprint,
		});
		const { proxmoxDriver } = await import('../../../drivers/proxmox/driver');
		const http = await openN8nHttp(transports, { system: 'proxmox', baseUrl, trust }, signal);
		const login: ProxmoxLogin =
			credential.authentication === 'apiToken'
				? { tokenId: credential.apiId, tokenSecret: credential.tokenSecret }
				: { username: credential.username, password: credential.password };
		return proxmoxDriver(http, login, clock);
	},
};
