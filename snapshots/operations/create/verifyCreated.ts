import { capabilitiesOf, type Connection } from '../../connection';
import { SnapshotError } from '../../errors';
import type { Mark } from '../../mark/mark';
import type { Snapshot, Target } from '../../model';
import { pollUntil } from '../../waiting/pollUntil';
import { snapshotsOf } from '../snapshotsOf';
import { warning, type Warning } from '../warnings';
import type { CreateOrder } from './createOrder';

export interface Verified {
	readonly snapshot: Snapshot;
	/** Everything on the target now, this one included. */
	readonly all: readonly Snapshot[];
}

/** Reads it back: it is there, it is ready, and it carries our mark. */
export async function verifyCreated(
	on: Connection,
	target: Target,
	{ made, mark }: { readonly made: { readonly id: string }; readonly mark: Mark },
	signal: AbortSignal,
): Promise<Verified> {
	const { all, snapshot } = await pollUntil(on, signal, async (inner) => {
		const now = await snapshotsOf(on, target, inner);
		const one = now.find(({ id }) => id === made.id);
		return one?.state === 'creating' ? undefined : { all: now, snapshot: one };
	});
	const { markIn } = capabilitiesOf(on.driver, target.level, target);
	const isOurs = markIn === 'nowhere' || snapshot?.mark?.key === mark.key;
	if (snapshot?.state === 'ready' && isOurs) return { all, snapshot };
	throw new SnapshotError(
		'TASK_FAILED',
		`${on.driver.system} reported a snapshot of ${target.name}, but ${flawOf(snapshot)}`,
		{ system: on.driver.system, target },
	);
}

function flawOf(snapshot: Snapshot | undefined): string {
	if (snapshot === undefined) return 'it is not there';
	if (snapshot.state !== 'ready') return `its state is ${snapshot.state}`;
	return 'it came back without the mark that was sent';
}

/** Some systems fall back silently. Whoever requires quiescing gets no snapshot that only looks like it. */
export async function assertQuiesced(
	on: Connection,
	target: Target,
	order: CreateOrder,
	snapshot: Snapshot,
	signal: AbortSignal,
): Promise<void> {
	const isStopped = target.powerState === 'stopped';
	if (order.quiesce !== 'require' || isStopped || snapshot.consistency === 'quiesced') return;
	await on.driver.deleteSnapshot(target, snapshot, signal);
	throw new SnapshotError('TASK_FAILED', `The guest of ${target.name} could not be quiesced`, {
		system: on.driver.system,
		target,
		option: 'quiesce',
		advice: 'The snapshot was removed again. Start the guest agent, or set Quiesce to If Possible.',
	});
}

/** What the snapshot holds less than was wished for. */
export function consistencyWarnings(
	target: Target,
	snapshot: Snapshot,
	order: CreateOrder,
): Warning[] {
	const warnings: Warning[] = [];
	if (order.memory && snapshot.consistency !== 'memory') {
		const why = target.powerState === 'stopped' ? 'it is not running' : 'the system left it out';
		warnings.push(
			warning('MEMORY_NOT_CAPTURED', `The memory of ${target.name} was not captured: ${why}.`),
		);
	}
	const isUnquiesced = !order.memory && snapshot.consistency !== 'quiesced';
	if (order.quiesce === 'prefer' && target.powerState === 'running' && isUnquiesced) {
		warnings.push(
			warning(
				'QUIESCE_NOT_ACHIEVED',
				`${target.name} was not quiesced: the snapshot holds its disks as a power cut would leave them.`,
			),
		);
	}
	return warnings;
}
