import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { serverCheckProperties } from './shared/serverCheck';

const withToken = { show: { authentication: ['apiToken'] } };
const withPassword = { show: { authentication: ['password'] } };

/** The login to one Proxmox VE cluster. A node tests it (`nodes/shared/credentialTest.ts`). */
export class ProxmoxApi implements ICredentialType {
	name = 'proxmoxApi';

	displayName = 'Proxmox VE API';

	icon: Icon = { light: 'file:proxmox.svg', dark: 'file:proxmox.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/proxmox.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://pve.example.com:8006',
			description:
				'Where the web interface of any node of the cluster opens in a browser, with its port. Always HTTPS.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'API Token',
					value: 'apiToken',
					description: 'Made under Datacenter > Permissions > API Tokens',
				},
				{
					name: 'User Name and Password',
					value: 'password',
					description: 'Of an account without a second factor',
				},
			],
			default: 'apiToken',
			description: 'How to log in',
		},
		{
			displayName: 'Token ID',
			name: 'apiId',
			type: 'string',
			displayOptions: withToken,
			default: '',
			required: true,
			placeholder: 'e.g. n8n@pve!nightly',
			hint: 'A token with privilege separation needs rights of its own, or it sees no VM',
		},
		{
			displayName: 'Token Secret',
			name: 'tokenSecret',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: withToken,
			default: '',
			required: true,
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			displayOptions: withPassword,
			default: '',
			required: true,
			placeholder: 'e.g. n8n@pve',
			description: 'With its realm',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: withPassword,
			default: '',
			required: true,
		},
		...serverCheckProperties,
	];
}
