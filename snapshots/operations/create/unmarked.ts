import type { LevelCapabilities } from '../../capabilities';
import { capabilitiesOf, type Connection } from '../../connection';
import { SnapshotError } from '../../errors';
import type { Mark } from '../../mark/mark';
import type { Snapshot, Target } from '../../model';
import { isSupported } from '../support';
import { warning, type Warning } from '../warnings';
import type { CreateOrder } from './createOrder';

/**
 * Whether a snapshot is what an order asks for. Where no mark can travel, a due order is met by any that was
 * taken since it was due: a retry or a second worker then makes no second one. An order on demand has
 * nothing to be known by there, so each one makes another.
 */
export const meets =
	(mark: Mark, { markIn }: LevelCapabilities) =>
	(snapshot: Snapshot): boolean => {
		if (markIn !== 'nowhere') return snapshot.mark?.key === mark.key;
		const isSince = mark.scheduledAt !== undefined && snapshot.createdAt >= mark.scheduledAt;
		return isSince && snapshot.inUse === undefined;
	};

/** A hold that travels nowhere would hold nothing. */
export function assertHoldable(on: Connection, target: Target, { hold }: CreateOrder): void {
	if (hold === undefined || !isUnmarked(on, target)) return;
	throw new SnapshotError(
		'UNSUPPORTED',
		`${on.driver.system} keeps nothing of ours with a snapshot of ${target.name}, so it can’t be held`,
		{
			system: on.driver.system,
			target,
			advice: 'Leave Hold out, and let the system’s own retention keep it long enough.',
		},
	);
}

/** An expiry that travels nowhere, and that the system does not keep by itself. */
export function expiryWarnings(
	on: Connection,
	target: Target,
	{ expiresAt }: CreateOrder,
): Warning[] {
	if (expiresAt === undefined || isSupported(on, target, 'nativeExpiry')) return [];
	if (!isUnmarked(on, target)) return [];
	return [
		warning(
			'EXPIRY_NOT_KEPT',
			`${on.driver.system} keeps no expiry with a snapshot of ${target.name}. Its own retention decides how long it stays.`,
		),
	];
}

const isUnmarked = (on: Connection, target: Target): boolean =>
	capabilitiesOf(on.driver, target.level, target).markIn === 'nowhere';
