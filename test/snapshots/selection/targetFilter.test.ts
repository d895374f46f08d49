import fc from 'fast-check';
import type { Target } from '../../../snapshots/model';
import { namePattern } from '../../../snapshots/selection/namePattern';
import {
	EVERYTHING,
	targetMatcher,
	type TargetFilter,
} from '../../../snapshots/selection/targetFilter';

const target = (name: string, tags: string[] = [], powerState: Target['powerState'] = 'running') =>
	({ level: 'vm', id: name, name, tags, powerState }) satisfies Target;

type Given = Partial<Omit<TargetFilter, 'exclude'>> & {
	readonly exclude?: Partial<TargetFilter['exclude']>;
};

const matches = ({ exclude, ...filter }: Given, one: Target): boolean =>
	targetMatcher({
		...EVERYTHING,
		...filter,
		exclude: { ...EVERYTHING.exclude, ...exclude },
	})(one);

const OR = { match: 'any' } as const;

describe('targetMatcher', () => {
	it.each<[string, Given, Target, boolean]>([
		['an empty filter covers everything', {}, target('web-01'), true],
		['so does one that says any of nothing', OR, target('web-01'), true],
		['one matching name is enough', { names: ['db-*', 'web-*'] }, target('web-01'), true],
		['names match as a whole', { names: ['web'] }, target('web-01'), false],
		['names match in any case', { names: ['WEB-??'] }, target('web-01'), true],
		['an expression is found anywhere', { expressions: ['b-0'] }, target('web-01'), true],
		['an expression can be bound to the ends', { expressions: ['^b'] }, target('web-01'), false],
		['capitals count in expressions', { expressions: ['WEB'] }, target('web-01'), false],
		['one id is enough', { ids: ['x', 'web-01'] }, target('web-01'), true],
		['one matching tag is enough', { tags: ['a', 'b'] }, target('x', ['b']), true],
		['a missing tag is no match', { tags: ['a'] }, target('x'), false],
		['the power state must match', { powerStates: ['stopped'] }, target('x'), false],
		['all kinds of conditions must hold', { names: ['x'], tags: ['a'] }, target('x', ['b']), false],
		['an excluded name is out', { exclude: { names: ['*-test'] } }, target('x-test'), false],
		['an excluded expression is out', { exclude: { expressions: ['t$'] } }, target('test'), false],
		['an excluded id is out', { names: ['*'], exclude: { ids: ['x'] } }, target('x'), false],
		['an excluded tag is out', { exclude: { tags: ['no'] } }, target('x', ['a', 'no']), false],
		[
			'any one exclusion is enough',
			{ exclude: { names: ['y'], tags: ['no'] } },
			target('x', ['no']),
			false,
		],
	])('%s', (_law, filter, one, expected) => {
		expect(matches(filter, one)).toBe(expected);
	});

	// vProtect's manual, snapshot policies: exclude beats include; all rules of one side are OR-ed; clusters
	// (here: power states) restrict further.
	describe('with vProtect’s semantics', () => {
		it.each<[string, Given, Target, boolean]>([
			['a matching tag includes', { tags: ['prod'] }, target('x', ['prod']), true],
			[
				'a matching expression includes',
				{ tags: ['prod'], expressions: ['^x'] },
				target('x'),
				true,
			],
			['nothing that matches includes nothing', { tags: ['prod'] }, target('x'), false],
			[
				'an excluding tag beats an including expression',
				{ expressions: ['.*'], exclude: { tags: ['fragile'] } },
				target('x', ['fragile']),
				false,
			],
			[
				'an excluding expression beats an including tag',
				{ tags: ['prod'], exclude: { expressions: ['^tmp-'] } },
				target('tmp-1', ['prod']),
				false,
			],
			[
				'a restriction holds for whatever is included',
				{ tags: ['prod'], powerStates: ['stopped'] },
				target('x', ['prod'], 'running'),
				false,
			],
		])('%s', (_law, filter, one, expected) => {
			expect(matches({ ...OR, ...filter }, one)).toBe(expected);
		});
	});

	it('never covers what is excluded, whatever includes it', () => {
		const match = fc.constantFrom<TargetFilter['match']>('every', 'any');
		fc.assert(
			fc.property(fc.string(), fc.string(), match, (name, tag, how) => {
				const one = target(name, [tag]);
				const included = { match: how, names: ['*', name], ids: [name], tags: [tag] };
				expect(matches({ ...included, exclude: { tags: [tag] } }, one)).toBe(false);
				expect(matches({ ...included, exclude: { names: ['*'] } }, one)).toBe(false);
				expect(matches({ ...included, exclude: { expressions: [''] } }, one)).toBe(false);
				expect(matches({ ...included, exclude: { ids: [name] } }, one)).toBe(false);
			}),
		);
	});

	it('covers with any condition whatever it covers with every', () => {
		const names = fc.array(fc.constantFrom('a', 'b', '*', 'c?'), { maxLength: 2 });
		const tags = fc.array(fc.constantFrom('t', 'u'), { maxLength: 2 });
		fc.assert(
			fc.property(
				names,
				tags,
				fc.constantFrom('a', 'b', 'cd'),
				tags,
				(wanted, tagged, name, on) => {
					const filter = { names: wanted, tags: tagged };
					const one = target(name, on);
					if (matches(filter, one)) expect(matches({ ...OR, ...filter }, one)).toBe(true);
				},
			),
		);
	});
});

describe('namePattern', () => {
	it('takes everything but * and ? as itself', () => {
		expect(namePattern('a.b[1]+(c)')('a.b[1]+(c)')).toBe(true);
		expect(namePattern('a.b')('axb')).toBe(false);
	});

	it('agrees with the regular expression that says the same', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
		fc.assert(
			fc.property(text, text, (pattern, name) => {
				const source = pattern.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
				expect(namePattern(pattern)(name)).toBe(new RegExp(`^${source}$`, 's').test(name));
			}),
			{ numRuns: 2000 },
		);
	});

	it('answers at once for a pattern that makes expressions back-track for years', () => {
		expect(namePattern(`${'*a'.repeat(40)}b`)('a'.repeat(250))).toBe(false);
	});
});
