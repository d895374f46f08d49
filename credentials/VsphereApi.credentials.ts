import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';
import { serverCheckProperties } from './shared/serverCheck';

/** The login to one vCenter or ESXi host. A node tests it (`nodes/shared/credentialTest.ts`). */
export class VsphereApi implements ICredentialType {
	name = 'vsphereApi';

	displayName = 'VMware vSphere API';

	icon: Icon = { light: 'file:vsphere.svg', dark: 'file:vsphere.dark.svg' };

	documentationUrl =
		'https://github.com/n8n-nodes-vm-snapshots/n8n-nodes-vm-snapshots/blob/main/docs/vsphere.md';

	properties: INodeProperties[] = [
		{
			displayName: 'URL',
			name: 'url',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://vcenter.example.com',
			description:
				'The vCenter, or an ESXi host by itself, where the vSphere Client opens in a browser. Always HTTPS.',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. n8n@vsphere.local',
			description: 'With its domain, as in the vSphere Client; on an ESXi host without one',
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
	];
}
