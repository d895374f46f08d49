import type { Snapshot } from '../model/snapshotTree';
import type { Disk, Vm } from '../model/vm';
import { data, dateTime, flag, int, list, long, text, type Data, type List } from '../wire/values';
import { fileOf } from './devices';

const MIB = 2 ** 20;

/** How big things are here: enough to reckon with, and told nowhere else. */
export const SIZES = {
	base: 4096 * MIB,
	delta: 16 * MIB,
	snapshotData: 28_672,
	memory: 2048 * MIB,
} as const;

/** `layoutEx`: every file of a VM, and which of them make up a disk or a snapshot. */
export function layoutOf(vm: Vm, now: number): Data {
	const files = new Files();
	const disks = vm.disks.filter(({ physicalRdm }) => !physicalRdm);
	const chainsOf = (depth: number): List =>
		list(
			'VirtualMachineFileLayoutExDiskLayout',
			disks.map((disk) => chainOf(files, vm, disk, depth)),
		);
	const current = chainsOf(vm.tree.chainOf(vm.tree.current).length);
	const snapshots = vm.tree.all.map((snapshot) => snapshotOf(files, vm, snapshot, chainsOf));
	return data('VirtualMachineFileLayoutEx', {
		file: files.list(),
		disk: current,
		snapshot: list('VirtualMachineFileLayoutExSnapshotLayout', snapshots),
		timestamp: dateTime(now),
	});
}

function chainOf(files: Files, vm: Vm, disk: Disk, deepest: number): Data {
	const depth = disk.mode === 'persistent' ? deepest : 0;
	const units = Array.from({ length: depth + 1 }, (_none, at) => {
		const descriptor = fileOf(vm, disk, at);
		const extent = descriptor.replace('.vmdk', at === 0 ? '-flat.vmdk' : '-delta.vmdk');
		const size = at === 0 ? SIZES.base : SIZES.delta;
		const keys = [
			files.key(descriptor, 'diskDescriptor', 512),
			files.key(extent, 'diskExtent', size),
		];
		return data('VirtualMachineFileLayoutExDiskUnit', { fileKey: list('int', keys.map(int)) });
	});
	return data('VirtualMachineFileLayoutExDiskLayout', {
		key: int(disk.key),
		chain: list('VirtualMachineFileLayoutExDiskUnit', units),
	});
}

function snapshotOf(
	files: Files,
	vm: Vm,
	snapshot: Snapshot,
	chainsOf: (depth: number) => List,
): Data {
	const stem = `[${vm.datastore.name}] ${vm.name}/${vm.name}-Snapshot${snapshot.id}`;
	const withMemory = snapshot.frozen.memory !== undefined;
	return data('VirtualMachineFileLayoutExSnapshotLayout', {
		key: snapshot.ref,
		dataKey: int(files.key(`${stem}.vmsn`, 'snapshotData', SIZES.snapshotData)),
		// The vendor's text: -1 where there is no memory.
		memoryKey: int(withMemory ? files.key(`${stem}.vmem`, 'snapshotMemory', SIZES.memory) : -1),
		disk: chainsOf(vm.tree.chainOf(snapshot).length - 1),
	});
}

class Files {
	private readonly keys = new Map<
		string,
		{ readonly key: number; readonly type: string; readonly size: number }
	>();

	key(name: string, type: string, size: number): number {
		const known = this.keys.get(name);
		if (known !== undefined) return known.key;
		const key = this.keys.size;
		this.keys.set(name, { key, type, size });
		return key;
	}

	list(): List {
		const infos = [...this.keys].map(([name, { key, type, size }]) =>
			data('VirtualMachineFileLayoutExFileInfo', {
				key: int(key),
				name: text(name),
				type: text(type),
				size: long(size),
				uniqueSize: long(size),
				accessible: flag(true),
			}),
		);
		return list('VirtualMachineFileLayoutExFileInfo', infos);
	}
}
