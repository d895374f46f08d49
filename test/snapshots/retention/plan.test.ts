import { planRetention, removesNothing, type Retainable } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const verdicts = (snapshots: readonly Retainable[], policy: RetentionPolicy) =>
	Object.fromEntries(
		planRetention(snapshots, policy, { timeZone: 'UTC', now: NOW }).decisions.map(
			({ snapshot, action }) => [snapshot.id, action],
		),
	);

const one = (id: string, hours: number, more: Partial<Retainable> = {}): Retainable => ({
	id,
	createdAt: hoursAgo(hours),
	...more,
});

describe('planRetention', () => {
	it('decides nothing about nothing', () => {
		expect(planRetention([], { last: 1 }, { timeZone: 'UTC', now: NOW }).decisions).toEqual([]);
	});

	it('keeps all where no rule asks for a removal', () => {
		expect(verdicts([one('a', 1), one('b', 2)], {})).toEqual({ a: 'keep', b: 'keep' });
	});

	it('keeps the last ones, newest first, ties by id', () => {
		const snapshots = [one('c', 2), one('b', 2), one('a', 1), one('d', 3)];
		const plan = planRetention(snapshots, { last: 2 }, { timeZone: 'UTC', now: NOW });
		expect(plan.decisions.map(({ snapshot, action }) => `${snapshot.id} ${action}`)).toEqual([
			'a keep',
			'b keep',
			'c remove',
			'd remove',
		]);
	});

	it.each([
		['still being made', { state: 'creating' }],
		['still being deleted', { state: 'deleting' }],
		['held', { held: true }],
		['in use', { inUse: 'linked clone web-02' }],
	] as const)('keeps what is %s, without using up a count', (_what, more) => {
		expect(verdicts([one('special', 1, more), one('a', 2), one('b', 3)], { last: 1 })).toEqual({
			special: 'keep',
			a: 'keep',
			b: 'remove',
		});
	});

	it('keeps what is dated in the future, and never takes it for the newest', () => {
		expect(verdicts([one('future', -8760), one('a', 2), one('b', 3)], { last: 1 })).toEqual({
			future: 'keep',
			a: 'keep',
			b: 'remove',
		});
	});

	it('removes a failed one only when a newer good one exists', () => {
		const failed = { state: 'failed' } as const;
		expect(verdicts([one('a', 1), one('x', 2, failed)], {})).toEqual({ a: 'keep', x: 'remove' });
		expect(verdicts([one('x', 1, failed), one('a', 2)], {})).toEqual({ x: 'keep', a: 'keep' });
		expect(verdicts([one('x', 1, failed)], { last: 1 })).toEqual({ x: 'keep' });
	});

	it('keeps until the expiry, removes strictly after it, and never goes below the floor', () => {
		const expired = { expiresAt: new Date(NOW.getTime() - 1) };
		const exactly = { expiresAt: NOW };
		const snapshots = [one('a', 1, expired), one('b', 2, expired), one('c', 3, exactly)];
		expect(verdicts(snapshots, { last: 1 })).toEqual({ a: 'keep', b: 'remove', c: 'keep' });
		expect(verdicts(snapshots, { minimum: 2 })).toEqual({ a: 'keep', b: 'keep', c: 'keep' });
	});

	it.each([{}, { last: 0, daily: 0, yearly: 0 }])(
		'removes by %j nothing but what has passed its own expiry or failed, and says so',
		(policy) => {
			const expired = { expiresAt: new Date(NOW.getTime() - 1) };
			const list = [
				one('a', 1),
				one('b', 2),
				one('c', 3, expired),
				one('d', 90_000),
				one('x', 5, { state: 'failed' }),
			];
			const { decisions } = planRetention(list, policy, { timeZone: 'UTC', now: NOW });
			expect(decisions.map(({ action, reasons }) => `${action}: ${reasons.join(', ')}`)).toEqual([
				'keep: one of the newest 1 that always stay',
				'keep: no rule asks for its removal',
				'remove: expired at 2026-11-22 11:59:59 +00:00',
				'remove: failed, and a newer good one exists',
				'keep: no rule asks for its removal',
			]);
			expect(removesNothing(policy)).toBe(true);
		},
	);

	it('removes what is strictly older than the maximum age, whatever the rules say', () => {
		const list = [one('a', 1), one('b', 24), one('c', 24.001), one('d', 48)];
		expect(verdicts(list, { last: 'all', maxAge: 'P1D' })).toEqual({
			a: 'keep',
			b: 'keep',
			c: 'remove',
			d: 'remove',
		});
		expect(verdicts(list, { maxAge: 'P1D', minimum: 4 })).toMatchObject({ d: 'keep' });
		expect(removesNothing({ maxAge: 'P1D' })).toBe(false);
	});

	it('keeps until its own expiry what is over the maximum age', () => {
		const later = { expiresAt: new Date(NOW.getTime() + 1) };
		const list = [one('a', 1), one('b', 100, later)];
		expect(verdicts(list, { maxAge: 'P1D' })).toEqual({ a: 'keep', b: 'keep' });
	});

	it('keeps all there are when the floor is higher than that', () => {
		const list = [one('a', 1), one('b', 99_999)];
		expect(verdicts(list, { last: 1, minimum: 500 })).toEqual({ a: 'keep', b: 'keep' });
	});

	it('gives every reason that applies', () => {
		const list = [
			one('a', 1, { held: true, inUse: 'linked clone web-02', state: 'creating' }),
			one('b', 2, { expiresAt: new Date(NOW.getTime() - 1) }),
			one('c', 3),
			one('d', 30, { expiresAt: new Date('2026-11-23T00:00:00Z') }),
			one('e', 60),
			one('f', 2000),
		];
		const policy = { last: 1, daily: 2, withinMonthly: 'P2D', maxAge: 'P60D' };
		const context = { timeZone: 'Europe/Paris', now: NOW };
		expect(planRetention(list, policy, context).decisions.map(({ reasons }) => reasons)).toEqual([
			['still creating', 'held', 'in use: linked clone web-02'],
			[
				'one of the newest 1 that always stay',
				'would go otherwise: expired at 2026-11-22 12:59:59 +01:00',
			],
			[
				'last 1 of 1',
				'newest of day 2026-11-22 (daily 1 of 2)',
				'newest of month 2026-11, within 2 days of the newest',
			],
			['not expired until 2026-11-23 01:00:00 +01:00', 'newest of day 2026-11-21 (daily 2 of 2)'],
			['kept by no rule (last 1, daily 2, withinMonthly 2 days)'],
			['older than 60 days'],
		]);
	});

	it('keeps the oldest while a rule has count left, and no longer', () => {
		const list = [one('a', 1), one('b', 24), one('c', 25), one('d', 26)];
		const reasonsOf = (policy: RetentionPolicy) =>
			planRetention(list, policy, { timeZone: 'UTC', now: NOW }).decisions[3]?.reasons;
		expect(reasonsOf({ daily: 3 })).toEqual(['oldest, kept while daily has count left']);
		expect(verdicts(list, { daily: 3 })).toMatchObject({ b: 'keep', c: 'remove', d: 'keep' });
		expect(verdicts(list, { daily: 2 })).toMatchObject({ b: 'keep', c: 'remove', d: 'remove' });
		expect(verdicts(list, { daily: 'all' })).toMatchObject({ c: 'remove', d: 'keep' });
	});

	it('takes two of the same second for two, and the one first by id for the newer', () => {
		const list = [one('b', 1), one('a', 1), one('c', 1)];
		expect(verdicts(list, { last: 2 })).toEqual({ a: 'keep', b: 'keep', c: 'remove' });
		expect(verdicts(list, { daily: 1 })).toEqual({ a: 'keep', b: 'remove', c: 'remove' });
	});

	it('takes the child for the newer of two of the same second', () => {
		const list = [one('a', 1), one('b', 1, { parentId: 'a' }), one('c', 2)];
		expect(verdicts(list, { last: 1 })).toEqual({ b: 'keep', a: 'remove', c: 'remove' });
	});

	it.each([-8760, 8760])('survives a clock that jumps by %s hours between two runs', (hours) => {
		const list = [one('a', 1), one('b', 25), one('c', 49)];
		const jumped = new Date(NOW.getTime() + hours * 3_600_000);
		const plan = planRetention(list, { daily: 2, maxAge: 'P1Y' }, { timeZone: 'UTC', now: jumped });
		const stays = plan.decisions
			.filter(({ action }) => action === 'keep')
			.map((one) => one.snapshot.id);
		// Set back, all lie in the future. Set forward, all but the newest have lived out their year.
		expect(stays).toEqual(hours < 0 ? ['a', 'b', 'c'] : ['a']);
	});

	it('measures windows from the newest good one, so that an outage costs nothing', () => {
		const list = [
			one('future', -99),
			one('x', 1, { state: 'failed' }),
			one('a', 5000),
			one('b', 5023),
		];
		expect(verdicts([...list, one('c', 5024)], { within: 'P1D' })).toEqual({
			future: 'keep',
			x: 'keep',
			a: 'keep',
			b: 'keep',
			c: 'remove',
		});
	});

	it('refuses a date that is none, and names the snapshot', () => {
		const context = { timeZone: 'UTC', now: NOW };
		const never = new Date(NaN);
		const broken = { id: 'snap-7', createdAt: never };
		expect(() => planRetention([broken], {}, context)).toThrow('createdAt of snapshot snap-7');
		const expiring = { id: 'snap-8', createdAt: NOW, expiresAt: never };
		expect(() => planRetention([expiring], {}, context)).toThrow('expiresAt of snapshot snap-8');
	});
});
