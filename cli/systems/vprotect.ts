import { baseUrlSchema } from '../../drivers/transports/baseUrl';
import { lateSsh } from '../../drivers/transports/lateSsh';
import { vprotectCapabilities } from '../../drivers/vprotect/capabilities';
import { optionalText, portField, requiredSecret, secret, text } from './fields';
import { serverTrust, serverTrustFields } from './serverTrust';
import { defineSystem } from './system';

export const vprotect = defineSystem({
	id: 'vprotect',
	title: 'Storware vProtect',
	capabilities: vprotectCapabilities,
	fields: {
		url: { says: 'Such as https://vprotect.example.com', schema: baseUrlSchema },
		username: text('A user of vProtect'),
		password: requiredSecret('Of that user'),
		...serverTrustFields,
		sshUsername: optionalText(
			'A user of its server, where vProtect’s own CLI does what its API can’t',
		),
		sshPrivateKey: secret('Private key of that user'),
		sshPassphrase: secret('Passphrase of the private key, if it has one'),
		sshHost: optionalText('Name or address of that server, if not that of url'),
		sshPort: portField('Port of its SSH server, 22 if absent', 22),
		sshHostFingerprint: optionalText('SHA256:… of its host key'),
	},
	async open({ url: baseUrl, username, password, ...more }, clock, signal) {
		const trust = serverTrust('vprotect', more);
		const [{ vprotectDriver }, { openByAxios }, { openSsh }] = await Promise.all([
			import('../../drivers/vprotect/driver'),
			import('../transports/axios'),
			import('../transports/ssh2'),
		]);
		const server = { system: 'vprotect', baseUrl, trust };
		const http = await openByAxios(server, signal, 'shared');
		const { sshUsername, sshPort: port, sshHost: host = baseUrl.hostname } = more;
		const login = { privateKey: more.sshPrivateKey, passphrase: more.sshPassphrase, host, port };
		const hostKeyFingerprint = more.sshHostFingerprint;
		// Only a revert needs it, so whoever lists or creates does not wait for it.
		const ssh =
			sshUsername === undefined
				? undefined
				: lateSsh(`${host}:${port}`, (inner) =>
						openSsh(
							{ ...login, username: sshUsername, hostKeyFingerprint },
							clock,
							inner,
							'vprotect',
						),
					);
		return vprotectDriver(http, { username, password }, clock, ssh);
	},
});
