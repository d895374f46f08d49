import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { credentialTests } from '../shared/credentialTest';
import { listSearch } from '../shared/listSearch';
import { TARGETS } from '../shared/subtitles';
import { listItems } from './listItems';
import { listProperties } from './properties';

/** Also tests the credentials of all systems: n8n asks the first node that says it can. */
export class ListSnapshots implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'List Snapshots',
		name: 'listSnapshots',
		icon: { light: 'file:listSnapshots.svg', dark: 'file:listSnapshots.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: `={{ "of " + ${TARGETS} }}`,
		description: 'Show which snapshots VMs have, managed and foreign ones, with warnings',
		defaults: { name: 'List Snapshots' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Written out where n8n's checks look for it; a test holds it to the list of systems.
		credentials: [
			{
				name: 'libvirtSshApi',
				required: true,
				displayOptions: { show: { '/system': ['libvirt'] } },
				testedBy: 'libvirtSshApiTest',
			},
			{
				name: 'incusApi',
				required: true,
				displayOptions: { show: { '/system': ['incus'] } },
				testedBy: 'incusApiTest',
			},
			{
				name: 'proxmoxApi',
				required: true,
				displayOptions: { show: { '/system': ['proxmox'] } },
				testedBy: 'proxmoxApiTest',
			},
			{
				name: 'vprotectApi',
				required: true,
				displayOptions: { show: { '/system': ['vprotect'] } },
				testedBy: 'vprotectApiTest',
			},
			{
				name: 'vergeosApi',
				required: true,
				displayOptions: { show: { '/system': ['vergeos'] } },
				testedBy: 'vergeosApiTest',
			},
			{
				name: 'vsphereApi',
				required: true,
				displayOptions: { show: { '/system': ['vsphere'] } },
				testedBy: 'vsphereApiTest',
			},
		],
		properties: listProperties,
	};

	methods = { listSearch, credentialTest: credentialTests };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await listItems(this);
	}
}
