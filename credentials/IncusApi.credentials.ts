import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { serverCheckProperties } from './shared/serverCheck';

const withCertificate = { show: { authentication: ['certificate', 'signedToken'] } };

/** The login to one Incus or LXD, or a cluster of them. A node tests it (`nodes/shared/credentialTest.ts`). */
export class IncusApi implements ICredentialType {
	name = 'incusApi';

	displayName = 'Incus and LXD API';

	icon: Icon = { light: 'file:incus.svg', dark: 'file:incus.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/incus.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://incus.example.com:8443',
			description: 'The address of core.https_address of the server, with its port. Always HTTPS.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Client Certificate',
					value: 'certificate',
					description: 'A certificate that the server trusts. For Incus and LXD.',
				},
				{
					name: 'Signed Token',
					value: 'signedToken',
					description:
						'The same certificate, but only its signature is sent: for Incus behind a proxy that drops certificates',
				},
				{
					name: 'Token',
					value: 'token',
					description: 'A bearer token of an identity. For newer LXD only.',
				},
			],
			default: 'certificate',
			description: 'How to log in',
		},
		{
			displayName: 'Client Certificate',
			name: 'clientCertificate',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			displayOptions: withCertificate,
			default: '',
			required: true,
			placeholder: '-----BEGIN CERTIFICATE-----',
			hint: 'Added to the server by: incus config trust add-certificate n8n.crt (LXD: lxc config trust add n8n.crt)',
			description: 'As PEM, with its BEGIN and END lines',
		},
		{
			displayName: 'Client Key',
			name: 'clientPrivateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			displayOptions: withCertificate,
			default: '',
			required: true,
			placeholder: '-----BEGIN PRIVATE KEY-----',
			description: 'The private key of that certificate, as PEM. It never leaves n8n.',
		},
		{
			displayName: 'Client Key Passphrase',
			name: 'clientKeyPassphrase',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: withCertificate,
			default: '',
			description: 'Only if the key is encrypted',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['token'] } },
			default: '',
			required: true,
			hint: 'Made by: lxc auth identity token issue bearer/n8n',
		},
		{
			displayName: 'Project',
			name: 'project',
			type: 'string',
			default: '',
			placeholder: 'e.g. default',
			description: 'Lists this project only. Leave empty for all that the login may see.',
		},
		...serverCheckProperties,
	];
}
