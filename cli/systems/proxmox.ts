import { proxmoxCapabilities } from '../../drivers/proxmox/capabilities';
import type { ProxmoxLogin } from '../../drivers/proxmox/login';
import { baseUrlSchema } from '../../drivers/transports/baseUrl';
import { SnapshotError } from '../../snapshots/errors';
import { optionalText, secret } from './fields';
import { serverTrust, serverTrustFields } from './serverTrust';
import { defineSystem } from './system';

export const proxmox = defineSystem({
	id: 'proxmox',
	title: 'Proxmox VE',
	capabilities: proxmoxCapabilities,
	fields: {
		url: { says: 'Such as https://pve.example.com:8006', schema: baseUrlSchema },
		tokenId: optionalText('API token, such as n8n@pve!nightly'),
		tokenSecret: secret('Of that token'),
		username: optionalText('Instead of a token, with its realm: root@pam; together with password'),
		password: secret('Of that user'),
		...serverTrustFields,
	},
	async open({ url: baseUrl, tokenId, tokenSecret, username, password, ...check }, clock, signal) {
		const login = loginOf(baseUrl, { tokenId, tokenSecret, username, password });
		const trust = serverTrust('proxmox', check);
		const [{ proxmoxDriver }, { openByAxios }] = await Promise.all([
			import('../../drivers/proxmox/driver'),
			import('../transports/axios'),
		]);
		const server = { system: 'proxmox', baseUrl, trust };
		return proxmoxDriver(await openByAxios(server, signal, 'shared'), login, clock);
	},
});

interface Given {
	readonly tokenId?: string;
	readonly tokenSecret?: string;
	readonly username?: string;
	readonly password?: string;
}

function loginOf({ host }: URL, { tokenId, tokenSecret, username, password }: Given): ProxmoxLogin {
	const isAccount = username !== undefined || password !== undefined;
	if (tokenId !== undefined && tokenSecret !== undefined && !isAccount) {
		return { tokenId, tokenSecret };
	}
	const isToken = tokenId !== undefined || tokenSecret !== undefined;
	if (username !== undefined && password !== undefined && !isToken) return { username, password };
	throw new SnapshotError(
		'INVALID_INPUT',
		`The login to ${host} needs either tokenId and tokenSecret, or username and password`,
		{ system: 'proxmox', advice: 'Put one of the two into the connection. Nothing was sent.' },
	);
}
