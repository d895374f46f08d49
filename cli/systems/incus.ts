import { z } from 'zod';
import { incusCapabilities } from '../../drivers/incus/capabilities';
import type { GivenLogin } from '../../drivers/incus/readLogin';
import { baseUrlSchema } from '../../drivers/transports/baseUrl';
import { SnapshotError } from '../../snapshots/errors';
import { optionalText, secret } from './fields';
import { serverTrust, serverTrustFields } from './serverTrust';
import { defineSystem } from './system';

export const incus = defineSystem({
	id: 'incus',
	title: 'Incus and LXD',
	capabilities: incusCapabilities,
	fields: {
		url: { says: 'Such as https://incus.example.com:8443', schema: baseUrlSchema },
		clientCertificate: optionalText('PEM of a certificate that the server trusts'),
		clientKey: secret('PEM of its private key'),
		clientKeyPassphrase: secret('Passphrase of that key, if it has one'),
		clientProof: {
			says: 'What to prove the certificate with: certificate, or signedToken where a proxy drops it (Incus); certificate if absent',
			schema: z.enum(['certificate', 'signedToken']).default('certificate'),
		},
		token: secret('Instead of a certificate: a bearer token of LXD'),
		project: optionalText('The only project to list; all that the login may see if absent'),
		...serverTrustFields,
	},
	async open({ url: baseUrl, project, ...more }, clock, signal) {
		const given = loginOf(baseUrl, more);
		const trust = serverTrust('incus', more);
		const [{ incusDriver }, { readLogin }, { openByAxios }] = await Promise.all([
			import('../../drivers/incus/driver'),
			import('../../drivers/incus/readLogin'),
			import('../transports/axios'),
		]);
		const { login, identity } = readLogin(given);
		const server = { system: 'incus', baseUrl, trust, identity };
		return incusDriver(await openByAxios(server, signal, 'shared'), { login, project }, clock);
	},
});

interface Given {
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	readonly clientKeyPassphrase?: string;
	readonly clientProof: 'certificate' | 'signedToken';
	readonly token?: string;
}

function loginOf({ host }: URL, given: Given): GivenLogin {
	const { clientCertificate: certificate, clientKey: key, token } = given;
	if (token !== undefined && certificate === undefined && key === undefined) {
		return { by: 'token', token };
	}
	if (token === undefined && certificate !== undefined && key !== undefined) {
		const passphrase = given.clientKeyPassphrase ?? '';
		return { by: given.clientProof, certificate, key, passphrase };
	}
	throw new SnapshotError(
		'INVALID_INPUT',
		`The login to ${host} needs either clientCertificate and clientKey, or token`,
		{ system: 'incus', advice: 'Put one of the two into the connection. Nothing was sent.' },
	);
}
