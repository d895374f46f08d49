import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** The login to one libvirt host. A node tests it (`nodes/shared/credentialTest.ts`): SSH is no HTTP request. */
export class LibvirtSshApi implements ICredentialType {
	name = 'libvirtSshApi';

	displayName = 'Libvirt SSH API';

	icon: Icon = { light: 'file:libvirt.svg', dark: 'file:libvirt.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/libvirt.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Host',
			name: 'host',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. kvm-01.example.com',
			description: 'Name or address of the machine that runs libvirt, as n8n reaches it',
		},
		{
			displayName: 'Port',
			name: 'port',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 65535 },
			default: 22,
			description: 'The port of its SSH server',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. snapshots',
			description: 'A user in the group libvirt, or one that may use sudo',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{
					name: 'Private Key',
					value: 'privateKey',
					description: 'The host is checked before anything secret is sent',
				},
				{
					name: 'Password',
					value: 'password',
					description: 'The host is checked only after the password was sent',
				},
			],
			default: 'privateKey',
			description: 'How to log in',
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true, rows: 6 },
			displayOptions: { show: { authentication: ['privateKey'] } },
			default: '',
			placeholder: '-----BEGIN OPENSSH PRIVATE KEY-----',
			description: 'The whole key with its BEGIN and END lines, not the .pub file',
		},
		{
			displayName: 'Passphrase',
			name: 'passphrase',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['privateKey'] } },
			default: '',
			description: 'Only if the key is encrypted',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			displayOptions: { show: { authentication: ['password'] } },
			default: '',
		},
		{
			displayName: 'Send the Password Before the Host Is Checked',
			name: 'acceptLateHostCheck',
			type: 'boolean',
			displayOptions: { show: { authentication: ['password'] } },
			default: false,
			description:
				'Whether you accept that the host is checked only after the password was sent. A machine that takes its place on the network would learn the password. A private key has no such gap.',
		},
		{
			displayName: 'Host Key Fingerprint',
			name: 'hostFingerprint',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDv7Kf9Cqs+PGdiAQs',
			hint: 'Run on the host: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
			description:
				'Proves that this is the right host. Several fingerprints may be given, separated by commas.',
		},
		{
			displayName: 'Use Sudo',
			name: 'useSudo',
			type: 'boolean',
			default: false,
			description:
				'Whether commands on the host run through sudo, which must not ask for a password. Not needed for root.',
		},
		{
			displayName: 'Socket Path',
			name: 'socketPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. /var/run/libvirt/libvirt-sock',
			description: 'Only if libvirt’s socket is at an unusual place. Leave empty to find it.',
		},
	];
}
