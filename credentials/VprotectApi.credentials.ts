import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { serverCheckProperties } from './shared/serverCheck';

const withSsh = { show: { useSsh: [true] } };

/** The login to one vProtect server. A node tests it (`nodes/shared/credentialTest.ts`). */
export class VprotectApi implements ICredentialType {
	name = 'vprotectApi';

	displayName = 'Storware vProtect API';

	icon: Icon = { light: 'file:vprotect.svg', dark: 'file:vprotect.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/vprotect.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://vprotect.example.com:8181',
			description: 'Where the web console of the server opens in a browser. Always HTTPS.',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. n8n',
			description: 'A local account of vProtect',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		...serverCheckProperties,
		{
			displayName: 'Revert Over SSH',
			name: 'useSsh',
			type: 'boolean',
			default: false,
			description:
				'Whether n8n may log in to the vProtect server by SSH, since only the command line there can revert to a snapshot',
		},
		{
			displayName: 'SSH Host',
			name: 'sshHost',
			type: 'string',
			displayOptions: withSsh,
			default: '',
			placeholder: 'e.g. vprotect.example.com',
			description: 'The vProtect server. Leave empty for the host of the URL.',
		},
		{
			displayName: 'SSH Port',
			name: 'sshPort',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			displayOptions: withSsh,
			default: 22,
		},
		{
			displayName: 'SSH User Name',
			name: 'sshUsername',
			type: 'string',
			displayOptions: withSsh,
			default: '',
			placeholder: 'e.g. n8n',
			description: 'A user that may run the command vprotect',
		},
		{
			displayName: 'SSH Private Key',
			name: 'sshPrivateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			displayOptions: withSsh,
			default: '',
			placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
			description: 'The whole key with its BEGIN and END lines, not the .pub file',
		},
		{
			displayName: 'SSH Passphrase',
			name: 'sshPassphrase',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: withSsh,
			default: '',
			description: 'Only if the key is encrypted',
		},
		{
			displayName: 'SSH Host Key Fingerprint',
			name: 'sshHostFingerprint',
			type: 'string',
			displayOptions: withSsh,
			default: '',
			placeholder: 'e.g. SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDv7Kf9Cqs+PGdiAQs',
			hint: 'Run on the server: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
			description: 'Proves that this is the right server',
		},
	];
}
