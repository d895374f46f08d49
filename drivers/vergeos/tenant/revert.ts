import type { RevertRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { translateFailure, VERGEOS } from '../errors';
import type { Vergeos } from '../level';
import { keyValue } from '../schema';
import { waitForTask } from '../tasks';
import { assertAtRest, settledTenant, startTenant, stopTenant } from './power';
import type { TenantSnapshots } from './snapshots';
import { powerStateOf, readTenant } from './tenants';

/**
 * Overwrites the whole tenant. VergeOS takes the order while the tenant is off, and carries it out when it
 * is powered on next.
 */
export async function revertTenant(
	on: Vergeos,
	table: TenantSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	{ power }: RevertRequest,
	signal: AbortSignal,
): Promise<void> {
	const tenant = await readTenant(on.client, target, signal);
	const row = await table.get(target, tenant.$key, snapshot, signal);
	assertAtRest(target, tenant);
	const wasOn = powerStateOf(tenant) === 'running';
	if (wasOn) await stopTenant(on, target, signal);
	try {
		const params = { snapshot: keyValue(row.$key) };
		const action = { on: { tenant: keyValue(target.id) }, action: 'restore', params };
		await waitForTask(on, target, await on.client.act('tenant_actions', action, signal), signal);
		await settledTenant(on, target, signal);
	} catch (error) {
		signal.throwIfAborted();
		if (!wasOn) throw error;
		const doing = `revert ${target.name} to snapshot ${snapshot.name}`;
		const { code, message, advice } = translateFailure(error, { doing, target });
		const whole = `${message}. It was powered off for this and is off now`;
		throw new SnapshotError(code, whole, { system: VERGEOS, target, advice, cause: error });
	}
	if (power === 'running') await startTenant(on, target, signal);
}
