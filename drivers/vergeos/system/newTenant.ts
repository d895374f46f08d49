import type { RestoreRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { Target, TargetRef } from '../../../snapshots/model';
import { translateFailure, VERGEOS } from '../errors';
import type { Vergeos } from '../level';
import { tagsOf } from '../tags';
import { settledTenant, startTenant, tenantAction } from '../tenant/power';
import { powerStateOf, readTenant, tenantTarget } from '../tenant/tenants';

/**
 * Makes a tenant that VergeOS has just recovered into what was asked for. When that fails it is left as it
 * is, and named: a whole tenant is too much to be removed on the strength of a name.
 */
export async function finishNewTenant(
	on: Vergeos,
	made: TargetRef,
	{ connectNetwork, powerOn }: Pick<RestoreRequest, 'connectNetwork' | 'powerOn'>,
	signal: AbortSignal,
): Promise<Target> {
	try {
		const tenant = await settledTenant(on, made, signal);
		if (!connectNetwork && !tenant.isolate) await isolate(on, made, signal);
		if (powerOn && powerStateOf(tenant) !== 'running') await startTenant(on, made, signal);
		const now = await readTenant(on.client, made, signal);
		return tenantTarget(now, await tagsOf(on.client, 'tenants', made.id, signal));
	} catch (error) {
		signal.throwIfAborted();
		const why = translateFailure(error, { doing: `finish ${made.name}` });
		throw new SnapshotError(
			why.code,
			`${why.message}. The new tenant ${made.name} (${made.id}) was left as it is`,
			{ system: VERGEOS, cause: error, advice: `Look at ${made.name} in VergeOS.` },
		);
	}
}

/** Cuts its networks off from the parent’s. `isolate` itself can’t be written; the action sets it. */
async function isolate(on: Vergeos, made: TargetRef, signal: AbortSignal): Promise<void> {
	await tenantAction(on, made.id, 'isolateon', signal);
	const { isolate: isIsolated } = await readTenant(on.client, made, signal);
	if (isIsolated) return;
	throw new SnapshotError('TASK_FAILED', `The tenant ${made.name} can’t be isolated`, {
		system: VERGEOS,
		advice: 'Turn on Connect Network, or isolate it in VergeOS.',
	});
}
