import { judgeBy, type Expectation } from '../../../snapshots/health/expectation';
import { makeMark } from '../../../snapshots/mark/mark';
import type { Snapshot, TargetRef } from '../../../snapshots/model';
import { profileSchema } from '../../../snapshots/schedule/profile';

const NOW = new Date('2026-11-22T10:00:00Z');
const WEB: TargetRef = { level: 'vm', id: '1', name: 'web-01' };
const NIGHTLY = profileSchema.parse({
	name: 'Nightly',
	timeZone: 'UTC',
	periods: [{ name: 'night', frequency: { every: 'day', at: '02:00' }, retention: { last: 7 } }],
});

function taken(at: string, change: Partial<Snapshot> & { profile?: string } = {}): Snapshot {
	const { profile = 'Nightly', ...rest } = change;
	const createdAt = new Date(at);
	return {
		id: at,
		name: at,
		description: '',
		createdAt,
		current: false,
		consistency: 'crash',
		state: 'ready',
		held: false,
		mark: makeMark(WEB, { profile, period: 'night', scheduledAt: createdAt }),
		...rest,
	};
}

const judged = (
	snapshots: readonly Snapshot[],
	expectation: Expectation = { by: 'profile', profile: NIGHTLY, graceMinutes: 60 },
	now = NOW,
	marksAreKept = true,
) => judgeBy(expectation, now, { marksAreKept })(snapshots);

describe('what a profile promises', () => {
	it('is kept while the newest good snapshot is as new as the last time that one was due', () => {
		expect(judged([taken('2026-11-22T02:00:03Z')])).toMatchObject({ state: 'kept', missed: 0 });
	});

	it('is kept where the clock of the system is a little behind, by the instant in the mark', () => {
		const scheduledAt = new Date('2026-11-22T02:00:00Z');
		const mark = makeMark(WEB, { profile: 'Nightly', period: 'night', scheduledAt });
		expect(judged([taken('2026-11-22T01:59:40Z', { mark })]).state).toBe('kept');
	});

	it('is broken when none was taken since, and tells how many were missed', () => {
		expect(judged([taken('2026-11-19T02:00:03Z')])).toMatchObject({
			state: 'broken',
			dueAt: new Date('2026-11-22T02:00:00Z'),
			missed: 3,
		});
	});

	it('is at risk within the grace, while the one before is there, and broken after it', () => {
		const before = [taken('2026-11-21T02:00:03Z')];
		const at = (time: string) => judged(before, undefined, new Date(`2026-11-22T${time}Z`)).state;
		expect(['01:59:59', '02:10:00', '02:59:59', '03:00:01'].map(at)).toEqual([
			'kept',
			'atRisk',
			'atRisk',
			'broken',
		]);
	});

	it('gives the profile’s own spread on top of the grace', () => {
		const spread = { ...NIGHTLY, jitterMinutes: 30 };
		const expectation: Expectation = { by: 'profile', profile: spread, graceMinutes: 60 };
		const at = (time: string) =>
			judged([taken('2026-11-21T02:00:03Z')], expectation, new Date(`2026-11-22T${time}Z`)).state;
		expect([at('03:15:00'), at('03:31:00')]).toEqual(['atRisk', 'broken']);
	});

	it.each([
		['failed', { state: 'failed' }],
		['half made', { state: 'creating' }],
		['of another profile', { profile: 'Other' }],
		['foreign', { mark: undefined }],
	] as const)('is not met by a snapshot that is %s', (_what, change) => {
		expect(judged([taken('2026-11-22T02:00:03Z', change)]).state).toBe('broken');
	});

	it('is met by any good snapshot on a system that keeps no marks', () => {
		const foreign = taken('2026-11-22T02:00:03Z', { mark: undefined });
		expect(judged([foreign], undefined, NOW, false).state).toBe('kept');
	});

	it('is not due before the start date', () => {
		const later = profileSchema.parse({ ...NIGHTLY, startDate: '2027-01-01' });
		const expectation: Expectation = { by: 'profile', profile: later, graceMinutes: 60 };
		expect(judged([], expectation).state).toBe('notDue');
	});

	it('is broken where nothing was ever taken', () => {
		expect(judged([])).toMatchObject({ state: 'broken', newest: undefined });
	});
});

describe('an age', () => {
	const within = (maxAgeHours: number) => ({ by: 'age', maxAgeHours }) as const;

	it('is kept, at risk from three quarters on, and broken when it is over', () => {
		const eightHours = [taken('2026-11-22T02:00:00Z', { mark: undefined })];
		const states = [12, 10, 8, 7.9].map((hours) => judged(eightHours, within(hours)).state);
		expect(states).toEqual(['kept', 'atRisk', 'atRisk', 'broken']);
		expect(judged([], within(12)).state).toBe('broken');
	});
});

it('promises nothing where nobody says what to expect', () => {
	expect(judged([], { by: 'nothing' }).state).toBe('notPromised');
});
