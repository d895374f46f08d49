import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { CreateSnapshot } from '../../../nodes/CreateSnapshot/CreateSnapshot.node';
import { DeleteSnapshot } from '../../../nodes/DeleteSnapshot/DeleteSnapshot.node';
import { HoldSnapshot } from '../../../nodes/HoldSnapshot/HoldSnapshot.node';
import { ListSnapshots } from '../../../nodes/ListSnapshots/ListSnapshots.node';
import { NativeProfile } from '../../../nodes/NativeProfile/NativeProfile.node';
import { PruneByRetention } from '../../../nodes/PruneByRetention/PruneByRetention.node';
import { RestoreAsNewVm } from '../../../nodes/RestoreAsNewVm/RestoreAsNewVm.node';
import { RevertSnapshot } from '../../../nodes/RevertSnapshot/RevertSnapshot.node';
import { SnapshotHealth } from '../../../nodes/SnapshotHealth/SnapshotHealth.node';
import { SnapshotScheduleTrigger } from '../../../nodes/SnapshotScheduleTrigger/SnapshotScheduleTrigger.node';

/** Stands where a trigger or any other node would: hands its items on. */
class Start implements INodeType {
	description = {
		displayName: 'Start',
		name: 'start',
		group: ['trigger' as const],
		version: 1,
		description: '',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions) {
		return [this.getInputData()];
	}
}

export const OWN_NODES: readonly INodeType[] = [
	new CreateSnapshot(),
	new DeleteSnapshot(),
	new HoldSnapshot(),
	new ListSnapshots(),
	new NativeProfile(),
	new PruneByRetention(),
	new RestoreAsNewVm(),
	new RevertSnapshot(),
	new SnapshotHealth(),
	new SnapshotScheduleTrigger(),
];

const types = new Map<string, INodeType>([
	['test.start', new Start()],
	...OWN_NODES.map((one): [string, INodeType] => [
		`n8n-nodes-vm-snapshots.${one.description.name}`,
		one,
	]),
]);

function found(name: string): INodeType {
	const type = types.get(name);
	if (type === undefined) throw new Error(`There is no node type ${name}`);
	return type;
}

export const nodeTypes: INodeTypes = {
	getByName: found,
	getByNameAndVersion: found,
	getKnownTypes: () => ({}),
};
