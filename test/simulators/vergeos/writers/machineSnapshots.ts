import { freezeMachine, quiesceOutcome, removeMachineSnapshot } from '../model/machineSnapshots';
import type { Row } from '../model/table';
import { vmOfMachine } from '../model/vms';
import { refOf, type World } from '../model/world';
import { ApiError } from '../server/apiError';
import { expiryAtChange, expiryAtCreate, stored } from './expiry';
import { assertSnapshotNameFree } from './names';
import type { Writer } from './writer';

export const machineSnapshots: Writer = {
	create(world, values) {
		const vm = vmOfMachine(world, values.machine);
		// Inferred: a frozen copy is no target.
		if (vm === undefined || vm.is_snapshot === true) {
			throw new ApiError(422, "Validation error on field: 'machine' - 'fails validation test'");
		}
		world.assertFree(refOf('vms', vm));
		assertSnapshotNameFree(world, 'machine_snapshots', 'machine', values.machine, values.name);
		const quiesced = quiesceOutcome(world, vm, values.quiesce === true);
		const expires = expiryAtCreate(world, values);
		return freezeMachine(world, vm, { ...stored(values, 'quiesce'), expires, quiesced });
	},
	change(world, row, values) {
		if (values.name !== undefined && values.name !== row.name) {
			assertSnapshotNameFree(world, 'machine_snapshots', 'machine', row.machine, values.name);
		}
		const changes = { ...stored(values), ...expiryAtChange(values) };
		world.table('machine_snapshots').change(row, changes);
	},
	remove(world, row) {
		assertSourceFree(world, row);
		removeMachineSnapshot(world, row);
	},
};

function assertSourceFree(world: World, snapshot: Row): void {
	const vm = vmOfMachine(world, snapshot.machine);
	if (vm) world.assertFree(refOf('vms', vm));
}
