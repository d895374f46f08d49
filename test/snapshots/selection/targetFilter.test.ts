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

const matches = (filter: Partial<TargetFilter>, one: Target): boolean =>
	targetMatcher({ ...EVERYTHING, ...filter })(one);

describe('targetMatcher', () => {
	it.each<[string, Partial<TargetFilter>, Target, boolean]>([
		['an empty filter covers everything', {}, target('web-01'), true],
		['one matching name is enough', { names: ['db-*', 'web-*'] }, target('web-01'), true],
		['names match as a whole', { names: ['web'] }, target('web-01'), false],
		['names match in any case', { names: ['WEB-??'] }, target('web-01'), true],
		['one matching tag is enough', { tags: ['a', 'b'] }, target('x', ['b']), true],
		['a missing tag is no match', { tags: ['a'] }, target('x'), false],
		['the power state must match', { powerStates: ['stopped'] }, target('x'), false],
		['all kinds of conditions must hold', { names: ['x'], tags: ['a'] }, target('x', ['b']), false],
		[
			'an excluded name is out',
			{ names: ['*'], excludeNames: ['*-test'] },
			target('x-test'),
			false,
		],
		[
			'an excluded tag is out',
			{ tags: ['a'], excludeTags: ['no'] },
			target('x', ['a', 'no']),
			false,
		],
	])('%s', (_law, filter, one, expected) => {
		expect(matches(filter, one)).toBe(expected);
	});

	it('never covers what is excluded, whatever includes it', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (name, tag) => {
				const one = target(name, [tag]);
				const included = { names: ['*', name], tags: [tag] };
				expect(matches({ ...included, excludeTags: [tag] }, one)).toBe(false);
				expect(matches({ ...included, excludeNames: ['*'] }, one)).toBe(false);
			}),
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
