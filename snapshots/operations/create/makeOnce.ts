import { capabilitiesOf, type Connection } from '../../connection';
import type { CreateRequest } from '../../driver';
import { SnapshotError, hasCode } from '../../errors';
import type { Mark } from '../../mark/mark';
import type { Snapshot, Target } from '../../model';
import { pollUntil } from '../../waiting/pollUntil';
import { whenUnlocked } from '../../waiting/whenUnlocked';
import { snapshotsOf } from '../snapshotsOf';
import type { CreateOrder } from './createOrder';
import { meets } from './unmarked';

/** Makes the snapshot, or finds that it was made though the answer was lost. Tells its id. */
export async function makeOnce(
	on: Connection,
	target: Target,
	order: CreateOrder,
	{ mark, request }: { readonly mark: Mark; readonly request: CreateRequest },
	signal: AbortSignal,
): Promise<{ readonly id: string }> {
	const attempt = (quiesce: boolean) =>
		whenUnlocked(on, order.patience.waitWhileLockedSeconds, signal, (inner) =>
			on.driver.createSnapshot(target, { ...request, quiesce }, inner),
		);
	try {
		return await attempt(request.quiesce).catch(async (error: unknown) => {
			if (order.quiesce === 'prefer' && wasQuiesce(error)) return await attempt(false);
			throw error;
		});
	} catch (error) {
		return await adoptIfMadeAnyway(on, target, mark, error, signal);
	}
}

/**
 * The ready snapshot of this very order, if there is one; one that is still being made is waited for.
 */
export async function readyByMark(
	on: Connection,
	target: Target,
	mark: Mark,
	signal: AbortSignal,
): Promise<Snapshot | undefined> {
	const isSame = meets(mark, capabilitiesOf(on.driver, target.level, target));
	const settled = await pollUntil(on, signal, async (inner) => {
		const same = (await snapshotsOf(on, target, inner)).filter(isSame);
		if (same.some(({ state }) => state === 'creating')) return undefined;
		return { ready: same.find(({ state }) => state === 'ready') };
	});
	return settled.ready;
}

/** A lost answer or a taken name may mean that it exists: the system, not the error, is the truth. */
async function adoptIfMadeAnyway(
	on: Connection,
	target: Target,
	mark: Mark,
	cause: unknown,
	signal: AbortSignal,
): Promise<{ readonly id: string }> {
	if (!hasCode(cause, 'UNREACHABLE', 'TIMEOUT', 'INVALID_RESPONSE', 'CONFLICT')) throw cause;
	const made = await readyByMark(on, target, mark, signal).catch(() => {
		throw cause; // a second failure only says again that the system can't be asked
	});
	if (made === undefined) throw cause;
	return made;
}

const wasQuiesce = (error: unknown): boolean =>
	error instanceof SnapshotError && error.option === 'quiesce';
