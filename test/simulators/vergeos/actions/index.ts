import type { World } from '../model/world';
import type { Body } from '../writers/input';
import { removeProfile } from '../writers/profiles';
import { callOf, chosen, rowOf, type Action, type ActionCall, type ActionResult } from './action';
import { cloudSnapshotActions } from './cloudActions';
import { recover } from './recover';
import { tenantActions, tenantSnapshotActions } from './tenantActions';
import { vmActions } from './vmActions';
import { volumeActions } from './volumeActions';

type Run = (call: ActionCall) => ActionResult;

const profileActions: Readonly<Record<string, Action>> = {
	delete({ world, row }) {
		removeProfile(world, row);
		return undefined;
	},
};

/** An action table whose body names one row: `{"vm":36,"action":"poweron"}`. */
const ofRow =
	(table: string, field: string, actions: Readonly<Record<string, Action>>): Run =>
	(call) => {
		const action = chosen(actions, call.body);
		return action({ ...call, row: rowOf(call.world, table, field, call.body) });
	};

const ofRows =
	(run: Run): Run =>
	(call) =>
		chosen({ recover: run }, call.body)(call);

const ACTION_TABLES: Readonly<Record<string, Run>> = {
	vm_actions: ofRow('vms', 'vm', vmActions),
	tenant_actions: ofRow('tenants', 'tenant', tenantActions),
	tenant_snapshot_actions: ofRow('tenants', 'tenant', tenantSnapshotActions),
	volume_actions: ofRow('volumes', 'volume', volumeActions),
	cloud_snapshot_actions: ofRow('cloud_snapshots', 'cloud_snapshot', cloudSnapshotActions),
	cloud_snapshot_vm_actions: ofRows(recover('vms')),
	cloud_snapshot_tenant_actions: ofRows(recover('tenants')),
	snapshot_profile_actions: ofRow('snapshot_profiles', 'snapshot_profile', profileActions),
};

/** The field and the action table that a row action (`POST /vms/36/poweron`) stands for. */
const ROW_ACTIONS: Readonly<Record<string, readonly [string, string]>> = {
	vms: ['vm_actions', 'vm'],
	tenants: ['tenant_actions', 'tenant'],
	volumes: ['volume_actions', 'volume'],
	cloud_snapshots: ['cloud_snapshot_actions', 'cloud_snapshot'],
	snapshot_profiles: ['snapshot_profile_actions', 'snapshot_profile'],
};

export const isActionTable = (name: string): boolean => name in ACTION_TABLES;

export function runAction(world: World, table: string, body: Body): ActionResult {
	return ACTION_TABLES[table]?.(callOf(world, body));
}

/** `POST /table/key/action` and `PUT /table/key?action=…`: told to have worked, whether or not it did. */
export function runRowAction(
	world: World,
	table: string,
	key: string,
	action: string,
	body: Body,
): ActionResult {
	const [actionTable, field] = ROW_ACTIONS[table] ?? [];
	if (actionTable === undefined || field === undefined) return undefined;
	if (world.quirks.rowActions === 'ignored') return undefined;
	return runAction(world, actionTable, { params: body, ...body, [field]: key, action });
}
