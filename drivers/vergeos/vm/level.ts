import type { SystemSnapshot } from '../../../snapshots/model';
import { joined } from '../inventory';
import type { LevelDriver, Vergeos } from '../level';
import { tagsOf } from '../tags';
import { createVmSnapshot } from './create';
import { restoreVm } from './restore';
import { revertVm } from './revert';
import { vmSnapshots, type VmSnapshotRow } from './snapshots';
import { readVm, vmPages, vmTarget, type Vm } from './vms';

export function vmLevel(on: Vergeos): LevelDriver {
	const { client } = on;
	const snapshots = vmSnapshots(on);

	const readTarget: LevelDriver['readTarget'] = async (target, signal) => {
		const vm = await readVm(client, target, signal);
		return vmTarget(vm, await tagsOf(client, 'vms', vm.$key, signal));
	};

	return {
		readTarget,

		inventory(query, signal) {
			const from = {
				client,
				taggedAs: 'vms' as const,
				targets: vmPages(client, query.nameContains ?? '', signal),
				snapshots: query.withSnapshots ? snapshots.pages(signal) : undefined,
				isTarget: ({ is_snapshot }: Vm) => !is_snapshot,
				toTarget: vmTarget,
				keyOf: ({ machine }: Vm) => machine,
				ownerOf: ({ machine }: VmSnapshotRow) => machine,
				toSnapshot: snapshots.toSnapshot,
			};
			return joined(query, from, signal);
		},

		async listSnapshots(target, signal): Promise<readonly SystemSnapshot[]> {
			const { machine } = await readVm(client, target, signal);
			return await snapshots.snapshotsOf(machine, signal);
		},

		async createSnapshot(target, request, signal) {
			return await createVmSnapshot(on, snapshots, target, request, signal);
		},

		async revertToSnapshot(target, snapshot, request, signal) {
			await revertVm(on, snapshots, target, snapshot, request, signal);
			return await readTarget(target, signal);
		},

		async restoreAsNew(target, snapshot, request, signal) {
			return await restoreVm(on, snapshots, target, snapshot, request, signal);
		},

		async deleteSnapshot(target, snapshot, signal) {
			const { machine } = await readVm(client, target, signal);
			const row = await snapshots.find(target, machine, snapshot, signal);
			if (row !== undefined) await snapshots.delete(target, snapshot, signal);
		},

		async updateSnapshot(target, snapshot, change, signal) {
			const { machine } = await readVm(client, target, signal);
			return await snapshots.update(target, machine, snapshot, change, signal);
		},
	};
}
