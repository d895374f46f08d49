import fc from 'fast-check';
import { planRetention, type Retainable } from '../../../snapshots/retention/plan';
import type { RetentionPolicy } from '../../../snapshots/retention/policy';
import { daysAfter, fewRules, policies, situations, type Situation } from './arbitraries';
import { idsThatStay } from './oracle';

const COUNTS = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
const anyPolicy = fc.oneof(fewRules, policies);

const kept = ({ list, ...context }: Situation, policy: RetentionPolicy): Set<string> =>
	new Set(
		planRetention(list, policy, context)
			.decisions.filter(({ action }) => action === 'keep')
			.map(({ snapshot }) => snapshot.id),
	);

const isGood = ({ state, held, inUse, createdAt }: Retainable, now: Date): boolean =>
	(state ?? 'ready') === 'ready' && held !== true && inUse === undefined && createdAt <= now;

/** All good ones, newest first. */
const goodOf = ({ list, now, timeZone }: Situation): Retainable[] =>
	planRetention(list, {}, { now, timeZone })
		.decisions.map(({ snapshot }) => snapshot)
		.filter((one) => isGood(one, now));

const check = (law: (situation: Situation, policy: RetentionPolicy) => void, numRuns = 400) =>
	fc.assert(fc.property(situations, anyPolicy, law), { numRuns });

describe('whatever the snapshots, the policy and the zone', () => {
	it('decides as a slow reading of the law does', () => {
		check((situation, policy) => {
			expect([...kept(situation, policy)].sort()).toEqual(
				[...idsThatStay(situation.list, policy, situation)].sort(),
			);
		}, 1500);
	});

	it('decides each snapshot once, newest first, with a reason: removed and kept share none', () => {
		check(({ list, ...context }, policy) => {
			const { decisions } = planRetention(list, policy, context);
			const ids = decisions.map(({ snapshot }) => snapshot.id);
			expect([...ids].sort()).toEqual(list.map(({ id }) => id).sort());
			expect(decisions.every(({ reasons }) => reasons.length > 0)).toBe(true);
			expect(decisions.flatMap(({ reasons }) => reasons)).not.toContain('');
			const order = decisions.map(({ snapshot }) => snapshot);
			const sorted = [...order].sort(
				(a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? -1 : 1),
			);
			expect(ids).toEqual(sorted.map(({ id }) => id));
		});
	});

	it('decides alike in whatever order the system lists them', () => {
		fc.assert(
			fc.property(situations, anyPolicy, fc.infiniteStream(fc.nat()), (situation, policy, dice) => {
				const { list, ...context } = situation;
				const shuffled = list
					.map((one) => ({ one, rank: dice.next().value as number }))
					.sort((a, b) => a.rank - b.rank)
					.map(({ one }) => one);
				expect(planRetention(shuffled, policy, context)).toEqual(
					planRetention(list, policy, context),
				);
			}),
		);
	});

	it('removes nothing more when the same moment plans what was kept once more', () => {
		check((situation, policy) => {
			const first = kept(situation, policy);
			const list = situation.list.filter(({ id }) => first.has(id));
			expect(kept({ ...situation, list }, policy)).toEqual(first);
		});
	});

	it('never removes the newest good ones that the floor protects, nor leaves fewer than it', () => {
		check((situation, policy) => {
			const good = goodOf(situation);
			const floor = good.slice(0, policy.minimum ?? 1);
			const stays = kept(situation, policy);
			expect(floor.filter(({ id }) => !stays.has(id))).toEqual([]);
		});
	});

	it('is changed in nothing for the others by what is dated in the future', () => {
		check((situation, policy) => {
			const { list, now } = situation;
			const future = { id: 'zz', createdAt: daysAfter(now, 365) };
			const stays = kept({ ...situation, list: [future, ...list] }, policy);
			expect(stays.delete('zz')).toBe(true);
			expect(stays).toEqual(kept(situation, policy));
		});
	});

	it('is changed in nothing for the others by what is held', () => {
		check((situation, policy) => {
			const { list, now } = situation;
			const held = { id: 'zz', createdAt: daysAfter(now, -0.01), held: true };
			const stays = kept({ ...situation, list: [held, ...list] }, policy);
			expect(stays.delete('zz')).toBe(true);
			expect(stays).toEqual(kept(situation, policy));
		});
	});

	it('keeps at least as much when a count grows, from 1 up', () => {
		const counted = fc.constantFrom(...COUNTS);
		fc.assert(
			fc.property(
				situations,
				anyPolicy,
				counted,
				fc.integer({ min: 1, max: 6 }),
				(situation, policy, rule, count) => {
					const less = kept(situation, { ...policy, [rule]: count });
					for (const greater of [count + 1, 'all'] as const) {
						const more = kept(situation, { ...policy, [rule]: greater });
						expect([...less].filter((id) => !more.has(id))).toEqual([]);
					}
				},
			),
		);
	});

	it('keeps at least as much when the floor rises', () => {
		check((situation, policy) => {
			const minimum = policy.minimum ?? 1;
			const more = kept(situation, { ...policy, minimum: minimum + 1 });
			expect([...kept(situation, policy)].filter((id) => !more.has(id))).toEqual([]);
		});
	});

	it('keeps at least as much when a rule joins others', () => {
		check((situation, policy) => {
			const fewer = { ...policy, last: policy.last || 1, withinDaily: undefined };
			const more = kept(situation, { ...fewer, withinDaily: 'P30Y' });
			expect([...kept(situation, fewer)].filter((id) => !more.has(id))).toEqual([]);
		});
	});

	it('takes a count of 0 for no rule at all', () => {
		check((situation, policy) => {
			const zeros = Object.fromEntries(COUNTS.map((name) => [name, policy[name] ?? 0]));
			expect(kept(situation, { ...policy, ...zeros })).toEqual(kept(situation, policy));
		});
	});
});
