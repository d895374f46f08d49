import { SnapshotError } from '../../../snapshots/errors';
import { planRetention } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';

function refusal(policy: unknown, timeZone = 'UTC'): string {
	try {
		planRetention([], policy as RetentionPolicy, { timeZone, now: new Date() });
	} catch (error) {
		if (error instanceof SnapshotError && error.code === 'INVALID_INPUT') return error.message;
		throw error;
	}
	return 'accepted';
}

const NO_COUNT = 'must be a whole number, 0 or more, or "all"';
const NO_DURATION = 'must be an ISO 8601 duration such as P7D or PT36H';

describe('a policy that can’t be meant is refused, with the field’s name', () => {
	it.each<[unknown, string]>([
		[{ last: -1 }, `last ${NO_COUNT}`],
		[{ hourly: 1.5 }, `hourly ${NO_COUNT}`],
		[{ daily: '7' }, `daily ${NO_COUNT}`],
		[{ weekly: 'ALL' }, `weekly ${NO_COUNT}`],
		[{ monthly: Infinity }, `monthly ${NO_COUNT}`],
		[{ yearly: null }, `yearly ${NO_COUNT}`],
		[{ within: '7 days' }, `within ${NO_DURATION}`],
		[{ withinHourly: 'P' }, `withinHourly ${NO_DURATION}`],
		[{ withinDaily: 'P1DT' }, `withinDaily ${NO_DURATION}`],
		[{ withinWeekly: '-P1W' }, `withinWeekly ${NO_DURATION}`],
		[{ withinMonthly: 'P1.5M' }, `withinMonthly ${NO_DURATION}`],
		[{ withinYearly: 'P1Y ' }, `withinYearly ${NO_DURATION}`],
		[{ maxAge: 'p7d' }, `maxAge ${NO_DURATION}`],
		[{ maxAge: 'P0DT0S' }, 'maxAge must be longer than zero'],
		[{ maxAge: 'P9999999999Y' }, 'maxAge must not be longer than 1000 years'],
		[{ minimum: 0 }, 'minimum must be 1 or more'],
		[{ minimum: 2.5 }, 'minimum must be a whole number'],
		[{ last: -1, minimum: -1 }, `last ${NO_COUNT}; minimum must be 1 or more`],
		[{ keepLast: 3 }, "Unrecognized key(s) in object: 'keepLast'"],
	])('%j', (policy, said) => {
		expect(refusal(policy)).toBe(said);
	});

	it.each(['Mars/Olympus', '', 'DEFAULT'])('the time zone %j', (timeZone) => {
		expect(refusal({ last: 1 }, timeZone)).toBe(`timeZone is unknown: "${timeZone}"`);
	});

	it('but not one that is unusual', () => {
		expect(refusal({ last: 'all', within: 'P1Y2M3W4DT5H6M7S', maxAge: 'P1000Y' })).toBe('accepted');
	});
});
