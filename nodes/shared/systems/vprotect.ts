import { z } from 'zod';
import { baseUrlSchema } from '../../../drivers/transports/baseUrl';
import { lateSsh } from '../../../drivers/transports/lateSsh';
import { readTrust } from '../../../drivers/transports/tls';
import type { SshPort } from '../../../drivers/transports/ssh';
import { vprotectCapabilities } from '../../../drivers/vprotect/capabilities';
import type { Clock } from '../../../snapshots/clock';
import { parseWith } from '../../../snapshots/parseWith';
import { openN8nHttp } from '../httpTransport';
import { openSsh } from '../transports';
import { mendedPem } from '../../../drivers/transports/pem';
import { serverCheckSchema, SERVER_CHECK_LABELS } from './serverCheck';
import type { System, Transports } from './system';

const LABELS: Readonly<Record<string, string>> = {
	...SERVER_CHECK_LABELS,
	url: 'URL',
	username: 'User Name',
	password: 'Password',
	sshPort: 'SSH Port',
	sshUsername: 'SSH User Name',
	sshPrivateKey: 'SSH Private Key',
};

const text = z.string().trim().default('');
const required = z.string().trim().min(1);

const sshSchema = z.discriminatedUnion('useSsh', [
	z.object({ useSsh: z.literal(false) }),
	z.object({
		useSsh: z.literal(true),
		sshHost: text,
		sshPort: z.number().int().min(1).max(65535).default(22),
		sshUsername: required,
		sshPrivateKey: required,
		sshPassphrase: z.string().default(''),
		sshHostFingerprint: text,
	}),
]);

const credentialSchema = z
	.object({ url: baseUrlSchema, username: required, password: z.string().min(1) })
	.merge(serverCheckSchema)
	.and(z.preprocess((given) => ({ useSsh: false, ...Object(given) }), sshSchema));
type Credential = z.output<typeof credentialSchema>;

export const vprotect: System = {
	id: 'vprotect',
	title: 'Storware vProtect',
	credential: 'vprotectApi',
	capabilities: vprotectCapabilities,
	async open(transports, credentials, clock, signal) {
		const credential = parseWith(credentialSchema, credentials, {
			system: 'vprotect',
			labelOf: (path) => LABELS[path.join('.')],
			advice: 'Correct the credential and run again. Nothing was sent.',
		});
		const { url: baseUrl, username, password } = credential;
		const trust = readTrust('vprotect', {
			verify: credential.serverCheck,
			certificates: credential.serverCertificate,
			fingerprint: credential.serverFingerprint,
		});
		const { vprotectDriver } = await import('../../../drivers/vprotect/driver');
		const http = await openN8nHttp(transports, { system: 'vprotect', baseUrl, trust }, signal);
		const ssh = sshOf(transports, credential, clock);
		return vprotectDriver(http, { username, password }, clock, ssh);
	},
};

/** Only a revert needs it, so whoever lists or creates does not wait for it. */
function sshOf(transports: Transports, credential: Credential, clock: Clock): SshPort | undefined {
	if (!credential.useSsh) return undefined;
	const { sshHost, sshPort, sshPassphrase, sshHostFingerprint } = credential;
	const host = sshHost === '' ? credential.url.hostname : sshHost;
	const login = {
		system: 'vprotect',
		hostKeyFingerprint: sshHostFingerprint === '' ? undefined : sshHostFingerprint,
		credentials: {
			sshHost: host,
			sshPort,
			sshUser: credential.sshUsername,
			sshAuthenticateWith: 'privateKey' as const,
			privateKey: mendedPem(credential.sshPrivateKey),
			passphrase: sshPassphrase === '' ? undefined : sshPassphrase,
		},
	};
	return lateSsh(`${host}:${sshPort}`, (signal) => openSsh(transports, login, clock, signal));
}
