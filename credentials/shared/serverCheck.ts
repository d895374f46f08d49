import type { INodeProperties } from 'n8n-workflow';

/** How the server of an HTTPS system is recognized. Read by `readTrust` of the drivers. */
export const serverCheckProperties: INodeProperties[] = [
	{
		displayName: 'Server Check',
		name: 'serverCheck',
		type: 'options',
		options: [
			{
				name: 'Certificate of a Public Authority',
				value: 'publicAuthority',
				description: 'The server has a certificate that browsers trust',
			},
			{
				name: 'Fingerprint',
				value: 'fingerprint',
				description: 'The server’s certificate has exactly this fingerprint',
			},
			{
				name: 'None (Insecure)',
				value: 'nothing',
				description: 'Whoever answers at the address is trusted and learns the secrets',
			},
			{
				name: 'Own Certificate or Authority',
				value: 'ownAuthority',
				description: 'The server’s own certificate, or that of the authority that signed it',
			},
		],
		default: 'publicAuthority',
		description: 'How n8n makes sure that it talks to the right server',
	},
	{
		displayName: 'Certificate',
		name: 'serverCertificate',
		type: 'string',
		typeOptions: { rows: 6 },
		displayOptions: { show: { serverCheck: ['ownAuthority'] } },
		default: '',
		required: true,
		placeholder: '-----BEGIN CERTIFICATE-----',
		description: 'As PEM, with its BEGIN and END lines. Several may follow one another.',
	},
	{
		displayName: 'Fingerprint',
		name: 'serverFingerprint',
		type: 'string',
		displayOptions: { show: { serverCheck: ['fingerprint'] } },
		default: '',
		required: true,
		placeholder: 'e.g. 5F:1C:…:9A',
		hint: 'The SHA-256 fingerprint, as the browser shows it in the details of the certificate',
		description: 'Compare it on the server itself, not only over the network',
	},
];
