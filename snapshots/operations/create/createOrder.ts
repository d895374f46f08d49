import type { Connection, Patience } from '../../connection';
import type { CreateRequest } from '../../driver';
import { SnapshotError } from '../../errors';
import type { Hold, Mark, OrderIdentity } from '../../mark/mark';
import { encodeTextMark } from '../../mark/textMark';
import type { Target } from '../../model';
import { readSettings, type GivenSettings } from '../../settings';
import { assertSupported, isSupported } from '../support';

/** Profile under which snapshots are kept that nobody gave another one. */
export const ON_DEMAND_PROFILE = 'On Demand';

export interface CreateOrder {
	/** Same identity, same target: same snapshot, however often it is ordered. */
	readonly identity: OrderIdentity;
	/** For people: the first part of the name. Default: the profile's name. */
	readonly label?: string;
	/** For people: goes into the description, before the mark. */
	readonly note?: string;
	readonly memory: boolean;
	/** `require` fails rather than fall back, `prefer` falls back with a warning. */
	readonly quiesce: 'require' | 'prefer' | 'off';
	readonly expiresAt?: Date;
	readonly hold?: Hold;
	/** The system’s own choices, by name; see `LevelCapabilities.settings`. */
	readonly settings?: GivenSettings;
	readonly patience: Patience;
}

/** Refuses before the first request what can't be meant or can't be done. */
export function assertOrder(on: Connection, target: Target, order: CreateOrder): void {
	const { system } = on.driver;
	if (order.memory && order.quiesce === 'require') {
		throw new SnapshotError(
			'INVALID_INPUT',
			`A snapshot of ${target.name} can’t both include the memory and require quiescing`,
			{
				system,
				target,
				advice:
					'The memory already holds what the guest has not written yet. Choose one of the two.',
			},
		);
	}
	if (order.expiresAt !== undefined && order.expiresAt <= on.clock.now()) {
		throw new SnapshotError(
			'INVALID_INPUT',
			`The snapshot of ${target.name} would expire in the past`,
			{ system, target, advice: 'Choose an expiry in the future.' },
		);
	}
	readSettings(on.driver, target, 'create', order.settings);
	if (order.memory) assertSupported(on, target, 'memory');
	if (order.quiesce === 'require') assertSupported(on, target, 'quiesce');
	if (!order.memory && target.powerState === 'running') {
		assertSupported(on, target, 'diskOnlyWhileRunning');
	}
}

/** A stopped target has no memory to include and no guest to quiesce: its disks are all there is. */
export function requestFor(
	on: Connection,
	target: Target,
	order: CreateOrder,
	mark: Mark,
	name: string,
): CreateRequest {
	const isStopped = target.powerState === 'stopped';
	const headline = [headlineOf(order), mark.period].filter(Boolean).join(', ');
	return {
		name,
		description: [headline, order.note, encodeTextMark(mark)].filter(Boolean).join('\n'),
		memory: order.memory && !isStopped,
		quiesce:
			order.quiesce !== 'off' && !order.memory && !isStopped && isSupported(on, target, 'quiesce'),
		// Elsewhere the mark carries the expiry, and prune enforces it.
		expiresAt: isSupported(on, target, 'nativeExpiry') ? order.expiresAt : undefined,
		settings: readSettings(on.driver, target, 'create', order.settings),
	};
}

export const headlineOf = (order: CreateOrder): string => order.label ?? order.identity.profile;
