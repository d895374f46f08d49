import { expiryOf, type DueItem } from '../../schedule/profile';
import type { CreateOrder } from './createOrder';

const MINUTE_MS = 60_000;
const ON_TIME_MS = 5 * MINUTE_MS;

/** What one due period of a profile says of the snapshot that it orders. */
export function orderOfDue(
	due: Pick<DueItem, 'profile' | 'period' | 'scheduledAt'>,
	now: Date,
): Pick<CreateOrder, 'identity' | 'memory' | 'quiesce' | 'expiresAt'> {
	const { profile, period } = due;
	const scheduledAt = new Date(due.scheduledAt);
	return {
		identity: { profile: profile.name, period: period.name, scheduledAt },
		memory: period.memory,
		quiesce: period.quiesce,
		expiresAt: expiryOf(period, profile.timeZone, keptFrom(scheduledAt, now)),
	};
}

/** What is made up for late stays as long as what was on time; it might have expired already otherwise. */
function keptFrom(scheduledAt: Date, now: Date): Date {
	if (now.getTime() - scheduledAt.getTime() <= ON_TIME_MS) return scheduledAt;
	return new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS);
}
