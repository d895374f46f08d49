import { removeChildren } from '../model/cloudSnapshots';
import type { Row } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import { insertCloudSnapshot } from '../writers/cloudSnapshots';
import { missing } from '../writers/input';
import { nameTaken } from '../writers/names';
import { textIn, type Action } from './action';

export const cloudSnapshotActions: Readonly<Record<string, Action>> = {
	refresh: () => undefined,
	clone({ world, row, params }) {
		const name = textIn(params, 'name');
		if (name === undefined) throw missing('name');
		if (world.table('cloud_snapshots').where('name', name).length > 0) throw nameTaken();
		const { description, expires, type } = row;
		const values = {
			name,
			description: description ?? '',
			expires: expires ?? 0,
			type: type ?? '',
		};
		const copy = insertCloudSnapshot(world, values);
		const contents = world.cloudContents.get(row.$key);
		if (contents) world.cloudContents.set(copy.$key, contents);
		return undefined;
	},
	request({ world, row }) {
		if (row.provider !== true) throw new ApiError(422, 'Invalid argument');
		world.schedule.after(world.durations.request, () =>
			world.table('cloud_snapshots').change(row, { provider: false }),
		);
		return undefined;
	},
	find_vms: ({ world, row }) => later(world, () => listVms(world, row)),
	find_tenants: ({ world, row }) => later(world, () => listTenants(world, row)),
};

function later(world: World, work: () => void): undefined {
	world.schedule.after(world.durations.find, work);
	return undefined;
}

/** Until this ran, `cloud_snapshot_vms` has no row of the snapshot. */
function listVms(world: World, snapshot: Row): void {
	removeChildren(world, 'cloud_snapshot_vms', snapshot);
	for (const vm of world.cloudContents.get(snapshot.$key)?.vms ?? []) {
		const { name, settings, uuid, originalKey, machineUuid } = vm;
		world.table('cloud_snapshot_vms').insert({
			cloud_snapshot: snapshot.$key,
			original_key: originalKey,
			name,
			uuid,
			machine_uuid: machineUuid,
			description: settings.description ?? '',
			cpu_cores: settings.cpu_cores ?? null,
			ram: settings.ram ?? null,
			os_family: settings.os_family ?? null,
		});
	}
}

function listTenants(world: World, snapshot: Row): void {
	removeChildren(world, 'cloud_snapshot_tenants', snapshot);
	for (const tenant of world.cloudContents.get(snapshot.$key)?.tenants ?? []) {
		const { name, description, uuid, originalKey } = tenant;
		world.table('cloud_snapshot_tenants').insert({
			cloud_snapshot: snapshot.$key,
			original_key: originalKey,
			name,
			description,
			uuid,
			nodes: 1,
			cpu_cores: 4,
			ram: 16_384,
		});
	}
}
