import type { Snapshot } from '../model/snapshotTree';
import type { Vm } from '../model/vm';
import type { World } from '../model/world';
import {
	data,
	dateTime,
	enumerated,
	flag,
	int,
	list,
	refs,
	text,
	type Data,
	type List,
} from '../wire/values';

/** Unset when there are none. */
export function snapshotInfo(world: World, vm: Vm): Data | undefined {
	const { roots, current, currentUntold } = vm.tree;
	if (roots.length === 0) return undefined;
	return data('VirtualMachineSnapshotInfo', {
		currentSnapshot: currentUntold ? undefined : current?.ref,
		rootSnapshotList: trees(world, vm, roots),
	});
}

export const rootSnapshots = ({ tree }: Vm): List => refs(tree.roots.map(({ ref }) => ref));

const trees = (world: World, vm: Vm, snapshots: readonly Snapshot[]): List =>
	list(
		'VirtualMachineSnapshotTree',
		snapshots.map((one) => treeOf(world, vm, one)),
	);

function treeOf(world: World, vm: Vm, snapshot: Snapshot): Data {
	const children = vm.tree.childrenOf(snapshot);
	return data('VirtualMachineSnapshotTree', {
		snapshot: snapshot.ref,
		vm: vm.ref,
		name: text(world.told(snapshot.name)),
		description: text(snapshot.description),
		id: int(snapshot.id),
		createTime: dateTime(snapshot.createdAt),
		state: enumerated('VirtualMachinePowerState', snapshot.frozen.power),
		quiesced: flag(snapshot.quiesced),
		backupManifest: undefined,
		childSnapshotList: children.length === 0 ? undefined : trees(world, vm, children),
		replaySupported: flag(false),
	});
}
