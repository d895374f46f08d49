import {
	insertTenant,
	startTenant,
	stopTenant,
	tenantContentOf,
	tenantStatusOf,
} from '../model/tenants';
import { freezeTenant, removeTenantSnapshot } from '../model/tenantSnapshots';
import type { Row } from '../model/table';
import { refOf, refusal, type World } from '../model/world';
import { ApiError } from '../server/apiError';
import { danglingKey, missing } from '../writers/input';
import { isNameOfLive, nameTaken } from '../writers/names';
import { notSimulated, textIn, type Action, type ActionResult } from './action';

export const tenantActions: Readonly<Record<string, Action>> = {
	poweron: power(startTenant),
	poweroff: power(stopTenant),
	reset: power((world, tenant) => {
		stopTenant(world, tenant);
		startTenant(world, tenant);
	}),
	restore,
	clone,
	refresh_status: () => undefined,
	// The column and the two actions are those of the vendor's public SDKs.
	isolateon: isolation(true),
	isolateoff: isolation(false),
	execute: notSimulated,
	// Their parameters are not known.
	convert_cloud_snapshot: notSimulated,
	recover_cloudsnapshot: notSimulated,
	give_file: notSimulated,
};

function power(act: (world: World, tenant: Row) => void): Action {
	return ({ world, row }) => {
		if (row.is_snapshot === true) throw new ApiError(422, 'Operation not permitted on a snapshot');
		world.assertFree(refOf('tenants', row));
		act(world, row);
		return undefined;
	};
}

function isolation(isolate: boolean): Action {
	return ({ world, row }) => {
		world.assertFree(refOf('tenants', row));
		world.table('tenants').change(row, { isolate });
		return undefined;
	};
}

/** Waits for the next power-on; a second request takes the place of the first. */
function restore({ world, row, params }: Parameters<Action>[0]): ActionResult {
	const { snapshot: key } = params;
	if (key === undefined || key === null) throw missing('snapshot');
	const isKey = typeof key === 'string' || typeof key === 'number';
	const snapshot = isKey ? world.table('tenant_snapshots').find(key) : undefined;
	if (snapshot === undefined || snapshot.tenant !== row.$key) throw danglingKey('snapshot');
	world.assertFree(refOf('tenants', row));
	if (tenantStatusOf(world, row).running === true)
		throw refusal(world.quirks.tenantRunningOnRestore);
	row._pending = snapshot._frozen ?? null;
	return undefined;
}

function clone({ world, row, params }: Parameters<Action>[0]): ActionResult {
	const name = textIn(params, 'name') ?? `${String(row.name)}_${world.now()}`;
	if (isNameOfLive(world, 'tenants', name)) throw nameTaken();
	insertTenant(world, { ...tenantContentOf(row), name });
	return undefined;
}

/** Keyed by tenant: derives the rows that system snapshots expose, and drops those of ones that are gone. */
export const tenantSnapshotActions: Readonly<Record<string, Action>> = {
	refresh({ world, row }) {
		const known = world.table('tenant_snapshots').where('tenant', row.$key);
		for (const snapshot of known) {
			if (isOrphan(world, snapshot)) removeTenantSnapshot(world, snapshot);
		}
		for (const cloud of world.table('cloud_snapshots').rows()) expose(world, row, cloud);
		return undefined;
	},
};

const isOrphan = (world: World, snapshot: Row): boolean =>
	snapshot._cloud !== undefined &&
	world.table('cloud_snapshots').find(snapshot._cloud) === undefined;

function expose(world: World, tenant: Row, cloud: Row): void {
	const contents = world.cloudContents.get(cloud.$key);
	const content = contents?.tenants.find(({ originalKey }) => originalKey === tenant.$key);
	const known = world.table('tenant_snapshots').where('tenant', tenant.$key);
	const isKnown = known.some(({ _cloud }) => _cloud === cloud.$key);
	if (content === undefined || isKnown || cloud.private === true) return;
	const profile = world.table('snapshot_profiles').find(cloud.snapshot_profile)?.name ?? '';
	const values = {
		name: cloud.name ?? '',
		description: cloud.description ?? '',
		created: cloud.created ?? 0,
		expires: cloud.expires ?? 0,
		type: cloud.type ?? 'full',
		profile,
		_cloud: cloud.$key,
	};
	freezeTenant(world, tenant, values, content);
}
