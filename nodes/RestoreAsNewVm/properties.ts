import type { INodeProperties } from 'n8n-workflow';
import { optionsParameter } from '../shared/parameters/options';
import { snapshotParameters } from '../shared/parameters/snapshot';
import { levelParameters, systemParameter } from '../shared/parameters/system';
import { singleTargetParameters } from '../shared/parameters/targets';

export const restoreProperties: INodeProperties[] = [
	systemParameter,
	...levelParameters,
	...singleTargetParameters,
	...snapshotParameters,
	{
		displayName: 'New Name',
		name: 'newName',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. web-01-restored',
		hint: 'With VMs from the input an expression names each one: {{ $json.target.name }}-restored',
		description: 'Name of the VM that is made. No other VM may have it.',
	},
	{
		displayName: 'Connect Network',
		name: 'connectNetwork',
		type: 'boolean',
		default: false,
		description:
			'Whether the new VM’s network adapters are plugged in. They get new hardware addresses, but a fixed IP address inside the guest is that of the original.',
	},
	{
		displayName: 'Power On',
		name: 'powerOn',
		type: 'boolean',
		default: false,
		description: 'Whether to start the new VM when it is ready',
	},
	optionsParameter(),
];
