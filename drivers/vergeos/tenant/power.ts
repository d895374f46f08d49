import type { TargetRef } from '../../../snapshots/model';
import type { Vergeos } from '../level';
import { pollUntil } from '../../polling';
import { refusal } from '../refusals';
import { keyValue } from '../schema';
import { isBetween, powerStateOf, readTenant, type Tenant } from './tenants';

type TenantAction = 'poweron' | 'poweroff' | 'isolateon';

export const tenantAction = async (
	{ client }: Vergeos,
	tenant: string,
	action: TenantAction,
	signal: AbortSignal,
): Promise<void> =>
	void (await client.act('tenant_actions', { on: { tenant: keyValue(tenant) }, action }, signal));

/** All nodes of it, with everything that runs in the tenant. */
export async function stopTenant(
	on: Vergeos,
	target: TargetRef,
	signal: AbortSignal,
): Promise<void> {
	await tenantAction(on, target.id, 'poweroff', signal);
	await until(on, target, 'stopped', signal);
}

export async function startTenant(
	on: Vergeos,
	target: TargetRef,
	signal: AbortSignal,
): Promise<void> {
	await tenantAction(on, target.id, 'poweron', signal);
	await until(on, target, 'running', signal);
}

/** Provisioning and the like waited out. */
export async function settledTenant(
	on: Vergeos,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Tenant> {
	return await pollUntil(on.clock, signal, async () => {
		const tenant = await readTenant(on.client, target, signal);
		return powerStateOf(tenant) === 'unknown' ? undefined : tenant;
	});
}

export function assertAtRest(target: TargetRef, tenant: Tenant): void {
	if (isBetween(tenant)) throw refusal('BUSY', target, `${target.name} is ${tenant.status}`);
}

async function until(
	on: Vergeos,
	target: TargetRef,
	wanted: 'running' | 'stopped',
	signal: AbortSignal,
): Promise<void> {
	await pollUntil(on.clock, signal, async () => {
		const tenant = await readTenant(on.client, target, signal);
		if (wanted === 'running' && tenant.status === 'error') {
			throw refusal(
				'TASK_FAILED',
				target,
				`${target.name} did not start: it is in the state error`,
				'Look at the log of the tenant in VergeOS.',
			);
		}
		return powerStateOf(tenant) === wanted ? true : undefined;
	});
}
