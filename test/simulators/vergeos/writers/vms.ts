import { removeMachineSnapshot, snapshotsOfVm } from '../model/machineSnapshots';
import { untagRow } from '../model/tags';
import { isRunning, machineOf, removeVmRows } from '../model/vms';
import { refOf } from '../model/world';
import { ApiError } from '../server/apiError';
import { stored } from './expiry';
import { isNameOfLive, nameTaken } from './names';
import type { Writer } from './writer';

export const vms: Writer = {
	change(world, row, values) {
		const { name } = values;
		if (typeof name === 'string' && name !== row.name && isNameOfLive(world, 'vms', name)) {
			throw nameTaken('A virtual machine already exists with this name');
		}
		if (values.snapshot_profile !== undefined) {
			const { snapshot_profile } = values;
			world.table('machines').change(machineOf(world, row), { snapshot_profile });
		}
		const changes = { ...stored(values, 'snapshot_profile'), modified: world.now() };
		world.table('vms').change(row, changes);
	},
	remove(world, row) {
		// Inferred: a frozen copy goes with its snapshot only.
		if (row.is_snapshot === true) throw new ApiError(422, 'Operation not permitted on a snapshot');
		world.assertFree(refOf('vms', row));
		// Inferred: the wording, and that a running one is refused at all.
		if (isRunning(world, row)) throw new ApiError(409, 'Cannot delete a running virtual machine');
		for (const snapshot of snapshotsOfVm(world, row)) removeMachineSnapshot(world, snapshot);
		untagRow(world, refOf('vms', row));
		removeVmRows(world, row);
	},
};

export const machineNics: Writer = {
	change: (world, row, values) => world.table('machine_nics').change(row, values),
	remove: (world, row) => world.table('machine_nics').remove(row),
};
