import { planRetention } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';

/** The instants that stay, newest first, of snapshots at these instants. */
function stay(timeZone: string, policy: RetentionPolicy, instants: readonly string[]): string[] {
	const snapshots = instants.map((instant) => ({ id: instant, createdAt: new Date(instant) }));
	const now = new Date('2030-01-01T00:00:00Z');
	return planRetention(snapshots, policy, { timeZone, now })
		.decisions.filter(({ action }) => action === 'keep')
		.map(({ snapshot }) => snapshot.id);
}

describe('buckets are cut on the clock of the zone', () => {
	it.each<[string, string, RetentionPolicy, readonly string[], readonly string[]]>([
		[
			'both 02:xx hours when Paris turns back are hours of their own',
			'Europe/Paris',
			{ hourly: 3 },
			['2026-10-24T23:30Z', '2026-10-25T00:30Z', '2026-10-25T01:30Z', '2026-10-25T02:30Z'],
			['2026-10-25T02:30Z', '2026-10-25T01:30Z', '2026-10-25T00:30Z'],
		],
		[
			'a day of 25 hours is one day in New York',
			'America/New_York',
			{ daily: 2 },
			['2026-11-01T03:59Z', '2026-11-01T04:00Z', '2026-11-02T04:59Z', '2026-11-02T05:00Z'],
			['2026-11-02T05:00Z', '2026-11-02T04:59Z'],
		],
		[
			'a day of 23 hours is one day in New York',
			'America/New_York',
			{ daily: 2 },
			['2026-03-08T04:59Z', '2026-03-08T05:00Z', '2026-03-09T03:59Z', '2026-03-09T04:00Z'],
			['2026-03-09T04:00Z', '2026-03-09T03:59Z'],
		],
		[
			'Lord Howe turns back by half an hour: 01:45 twice, in two hours',
			'Australia/Lord_Howe',
			{ hourly: 3 },
			['2026-04-04T14:10Z', '2026-04-04T14:45Z', '2026-04-04T15:15Z', '2026-04-04T15:45Z'],
			['2026-04-04T15:45Z', '2026-04-04T15:15Z', '2026-04-04T14:45Z'],
		],
		[
			'São Paulo turned back at midnight: 17 February 2018 had two hours from 23:00',
			'America/Sao_Paulo',
			{ daily: 2 },
			['2018-02-17T12:00Z', '2018-02-18T01:30Z', '2018-02-18T02:30Z', '2018-02-18T03:30Z'],
			['2018-02-18T03:30Z', '2018-02-18T02:30Z'],
		],
		[
			'St John’s went back over midnight: a day that returns is the same day',
			'America/St_Johns',
			{ daily: 2 },
			// 6 Nov 23:00, 7 Nov 00:00:30 for one minute, 6 Nov 23:30 again, 7 Nov 01:00
			['2010-11-07T01:30Z', '2010-11-07T02:30:30Z', '2010-11-07T03:00Z', '2010-11-07T04:30Z'],
			['2010-11-07T04:30Z', '2010-11-07T03:00Z'],
		],
		[
			'Kathmandu’s days begin at 18:15 UTC',
			'Asia/Kathmandu',
			{ daily: 2 },
			['2026-05-01T18:14Z', '2026-05-01T18:15Z', '2026-05-02T18:14Z', '2026-05-02T18:15Z'],
			['2026-05-02T18:15Z', '2026-05-02T18:14Z'],
		],
		[
			'in Apia 29 December 2011 was followed by the 31st, and no count is used up between',
			'Pacific/Apia',
			{ daily: 2 },
			['2011-12-29T09:00Z', '2011-12-30T09:59Z', '2011-12-30T10:00Z', '2011-12-30T12:00Z'],
			['2011-12-30T12:00Z', '2011-12-30T09:59Z'],
		],
		[
			'week 53 of 2026 goes on into January',
			'UTC',
			{ weekly: 2 },
			['2026-12-27T23:59Z', '2026-12-28T00:00Z', '2027-01-03T23:59Z', '2027-01-04T00:00Z'],
			['2027-01-04T00:00Z', '2027-01-03T23:59Z'],
		],
		[
			'29 February is a day of its own, and of February',
			'UTC',
			{ daily: 2, monthly: 2 },
			['2024-02-28T12:00Z', '2024-02-29T12:00Z', '2024-03-01T12:00Z'],
			['2024-03-01T12:00Z', '2024-02-29T12:00Z'],
		],
		[
			'a year ends at the zone’s midnight',
			'Pacific/Apia',
			{ yearly: 2 },
			['2025-12-31T10:59Z', '2025-12-31T11:00Z', '2026-12-31T10:59Z', '2026-12-31T11:00Z'],
			['2026-12-31T11:00Z', '2026-12-31T10:59Z'],
		],
		[
			'one month before 31 March is 28 February, strictly',
			'UTC',
			{ within: 'P1M' },
			['2026-02-28T12:00Z', '2026-02-28T12:00:01Z', '2026-03-31T12:00Z'],
			['2026-03-31T12:00Z', '2026-02-28T12:00:01Z'],
		],
		[
			'one year before 29 February is 28 February',
			'UTC',
			{ within: 'P1Y' },
			['2023-02-28T12:00Z', '2023-02-28T12:00:01Z', '2024-02-29T12:00Z'],
			['2024-02-29T12:00Z', '2023-02-28T12:00:01Z'],
		],
		[
			'a day of Paris is 25 hours when the clocks go back, but 24 hours are 24 hours',
			'Europe/Paris',
			{ within: 'P1D' },
			['2026-10-24T22:59Z', '2026-10-24T23:01Z', '2026-10-26T00:00Z'],
			['2026-10-26T00:00Z', '2026-10-24T23:01Z'],
		],
	])('%s', (_law, timeZone, policy, made, left) => {
		expect(stay(timeZone, policy, made)).toEqual(left);
	});
});
