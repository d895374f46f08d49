import { profileLosses } from '../../../../snapshots/operations/nativeProfile/profileLosses';
import { profileSchema, type Profile } from '../../../../snapshots/schedule/profile';
import type { GivenProfile } from '../../schedule/profiles';

const profileOf = (more: Partial<GivenProfile>): Profile =>
	profileSchema.parse({
		name: 'Ours',
		timeZone: 'Europe/Berlin',
		periods: [{ name: 'p', frequency: { every: 'day', at: '02:00' }, retention: {} }],
		...more,
	});
const losses = (more: Partial<GivenProfile>, timeZone = 'Europe/Berlin'): string[] =>
	profileLosses('vergeos', profileOf(more), { timeZone, doubts: [] });

describe('what a native profile has no place for', () => {
	it('is nothing where nothing was chosen', () => {
		expect(losses({})).toEqual([]);
	});

	it.each<[Partial<GivenProfile>, RegExp]>([
		[{ startDate: '2026-12-01' }, /start date 2026-12-01/],
		[{ endDate: '2026-12-01' }, /end date 2026-12-01/],
		[{ excludedDates: ['2026-12-24', '2026-12-25'] }, /2026-12-24, 2026-12-25/],
		[{ coinciding: 'longestKept' }, /coincide/],
		[{ missed: 'skip' }, /missed/],
		[{ missedWithinHours: 3 }, /missed/],
		[{ jitterMinutes: 10 }, /10 minutes/],
	])('is told: %j', (more, sentence) => {
		expect(losses(more)).toEqual([expect.stringMatching(sentence)]);
	});

	it('is another zone, under both names', () => {
		expect(losses({}, 'UTC')).toEqual([expect.stringMatching(/Europe\/Berlin.*UTC/)]);
	});

	it('is the doubt about the zone, in the words that it came in', () => {
		const zone = { timeZone: 'Europe/Berlin', doubts: ['Nobody knows.'] };

		expect(profileLosses('vergeos', profileOf({}), zone)).toEqual(['Nobody knows.']);
	});
});
