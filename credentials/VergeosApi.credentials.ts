import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { serverCheckProperties } from './shared/serverCheck';

/** The login to one VergeOS system, or to one tenant’s own. A node tests it (`nodes/shared/credentialTest.ts`). */
export class VergeosApi implements ICredentialType {
	name = 'vergeosApi';

	displayName = 'VergeOS API';

	icon: Icon = { light: 'file:vergeos.svg', dark: 'file:vergeos.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/vergeos.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://verge.example.com',
			description: 'Where the user interface of the system opens in a browser. Always HTTPS.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'A key of a user, made under System > Users > API Keys',
				},
				{
					name: 'User Name and Password',
					value: 'password',
					description: 'Sent with every request',
				},
			],
			default: 'apiKey',
			description: 'How to log in',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['apiKey'] } },
			default: '',
			required: true,
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			required: true,
			placeholder: 'e.g. snapshots',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
			required: true,
		},
		...serverCheckProperties,
	];
}
