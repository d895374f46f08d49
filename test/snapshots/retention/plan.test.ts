import fc from 'fast-check';
import {
	planRetention,
	type Retainable,
	type RetentionPolicy,
} from '../../../snapshots/retention/plan';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

const verdicts = (snapshots: readonly Retainable[], policy: RetentionPolicy) =>
	Object.fromEntries(
		planRetention(snapshots, policy, { now: NOW }).decisions.map(({ snapshot, action }) => [
			snapshot.id,
			action,
		]),
	);

const one = (id: string, hours: number, more: Partial<Retainable> = {}): Retainable => ({
	id,
	createdAt: hoursAgo(hours),
	...more,
});

describe('planRetention', () => {
	it('decides nothing about nothing', () => {
		expect(planRetention([], { last: 1 }, { now: NOW }).decisions).toEqual([]);
	});

	it('keeps all where no rule asks for a removal', () => {
		expect(verdicts([one('a', 1), one('b', 2)], {})).toEqual({ a: 'keep', b: 'keep' });
	});

	it('keeps the last ones, newest first, ties by id', () => {
		const snapshots = [one('c', 2), one('b', 2), one('a', 1), one('d', 3)];
		const plan = planRetention(snapshots, { last: 2 }, { now: NOW });
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

	it.each([
		[{ last: -1 }, 'last'],
		[{ last: 1.5 }, 'last'],
		[{ minimum: 0 }, 'minimum'],
	])('refuses the policy %j and names the field', (policy, field) => {
		expect(() => planRetention([], policy, { now: NOW })).toThrow(field);
	});

	const snapshots = fc.uniqueArray(
		fc.record({
			id: fc.string({ minLength: 1, maxLength: 4 }),
			createdAt: fc.integer({ min: -48, max: 500 }).map(hoursAgo),
			expiresAt: fc.option(fc.integer({ min: -48, max: 500 }).map(hoursAgo), { nil: undefined }),
			state: fc.constantFrom(undefined, 'ready', 'creating', 'deleting', 'failed'),
			held: fc.constantFrom(undefined, true, false),
			inUse: fc.constantFrom(undefined, undefined, 'clone'),
		}) as fc.Arbitrary<Retainable>,
		{ selector: ({ id }) => id, maxLength: 30 },
	);
	const policies: fc.Arbitrary<RetentionPolicy> = fc.record(
		{
			last: fc.oneof(fc.constant('all' as const), fc.nat(8)),
			minimum: fc.integer({ min: 1, max: 5 }),
		},
		{ requiredKeys: [] },
	);
	const isGood = ({ state, held, inUse, createdAt }: Retainable): boolean =>
		(state ?? 'ready') === 'ready' && held !== true && inUse === undefined && createdAt <= NOW;

	it('decides each snapshot exactly once, with a reason, whatever the order of the list', () => {
		fc.assert(
			fc.property(snapshots, policies, fc.integer(), (list, policy, seed) => {
				const { decisions } = planRetention(list, policy, { now: NOW });
				expect(new Set(decisions.map(({ snapshot }) => snapshot))).toEqual(new Set(list));
				expect(decisions).toHaveLength(list.length);
				expect(decisions.every(({ reasons }) => reasons.length > 0)).toBe(true);
				const shuffled = [...list].sort((a, b) => (a.id + seed < b.id + seed ? 1 : -1));
				expect(planRetention(shuffled, policy, { now: NOW }).decisions).toEqual(decisions);
			}),
		);
	});

	it('removes nothing more when applied twice', () => {
		fc.assert(
			fc.property(snapshots, policies, (list, policy) => {
				const kept = planRetention(list, policy, { now: NOW })
					.decisions.filter(({ action }) => action === 'keep')
					.map(({ snapshot }) => snapshot);
				const again = planRetention(kept, policy, { now: NOW }).decisions;
				expect(again.filter(({ action }) => action === 'remove')).toEqual([]);
			}),
		);
	});

	it('never removes one of the newest good ones that the floor protects', () => {
		fc.assert(
			fc.property(snapshots, policies, (list, policy) => {
				const { decisions } = planRetention(list, policy, { now: NOW });
				const good = decisions.filter(({ snapshot }) => isGood(snapshot));
				const floor = good.slice(0, policy.minimum ?? 1);
				expect(floor.every(({ action }) => action === 'keep')).toBe(true);
			}),
		);
	});

	it('keeps at least as much when a count grows', () => {
		fc.assert(
			fc.property(snapshots, fc.nat(6), (list, last) => {
				const kept = (count: number) =>
					new Set(
						planRetention(list, { last: count }, { now: NOW })
							.decisions.filter(({ action }) => action === 'keep')
							.map(({ snapshot }) => snapshot.id),
					);
				const more = kept(last + 1);
				expect([...kept(last)].every((id) => more.has(id))).toBe(true);
			}),
		);
	});
});
