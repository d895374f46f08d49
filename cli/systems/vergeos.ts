import { baseUrlSchema } from '../../drivers/transports/baseUrl';
import { vergeosCapabilities } from '../../drivers/vergeos/capabilities';
import type { VergeosLogin } from '../../drivers/vergeos/login';
import { SnapshotError } from '../../snapshots/errors';
import { optionalText, secret } from './fields';
import { serverTrust, serverTrustFields } from './serverTrust';
import { defineSystem } from './system';

export const vergeos = defineSystem({
	id: 'vergeos',
	title: 'VergeOS',
	capabilities: vergeosCapabilities,
	fields: {
		url: { says: 'Such as https://vergeos.example.com', schema: baseUrlSchema },
		apiKey: secret('API key'),
		username: optionalText('Instead of an API key, together with password'),
		password: secret('Of that user'),
		...serverTrustFields,
	},
	async open({ url: baseUrl, apiKey, username, password, ...check }, clock, signal) {
		const login = loginOf(baseUrl, { apiKey, username, password });
		const trust = serverTrust('vergeos', check);
		const [{ vergeosDriver }, { openByAxios }] = await Promise.all([
			import('../../drivers/vergeos/driver'),
			import('../transports/axios'),
		]);
		return vergeosDriver(
			await openByAxios({ system: 'vergeos', baseUrl, trust }, signal, 'shared'),
			login,
			clock,
		);
	},
});

interface Given {
	readonly apiKey?: string;
	readonly username?: string;
	readonly password?: string;
}

function loginOf({ host }: URL, { apiKey, username, password }: Given): VergeosLogin {
	if (apiKey !== undefined && username === undefined && password === undefined) return { apiKey };
	if (apiKey === undefined && username !== undefined && password !== undefined) {
		return { username, password };
	}
	throw new SnapshotError(
		'INVALID_INPUT',
		`The login to ${host} needs either apiKey, or username and password`,
		{ system: 'vergeos', advice: 'Put one of the two into the connection. Nothing was sent.' },
	);
}
