import fc from 'fast-check';
import { sortNewestFirst } from '../../snapshots/order';

const AT = new Date('2026-11-22T02:00:00Z');
const one = (id: string, parentId?: string, createdAt = AT) => ({ id, parentId, createdAt });
const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

describe('sortNewestFirst', () => {
	it('puts the newer date first, whatever the descent says', () => {
		const later = new Date(AT.getTime() + 1);
		expect(ids(sortNewestFirst([one('a'), one('b', undefined, later)]))).toEqual(['b', 'a']);
	});

	it('takes a child for newer than its parent when a system dates to the second', () => {
		const chain = [one('m'), one('z', 'm'), one('a', 'z')];
		expect(ids(sortNewestFirst(chain))).toEqual(['a', 'z', 'm']);
		expect(ids(sortNewestFirst([...chain].reverse()))).toEqual(['a', 'z', 'm']);
	});

	it('orders what nothing else tells apart by id', () => {
		expect(ids(sortNewestFirst([one('b'), one('c'), one('a')]))).toEqual(['a', 'b', 'c']);
	});

	it('takes the higher number for the newer one where ids are counted', () => {
		expect(ids(sortNewestFirst([one('9'), one('10'), one('100'), one('11')]))).toEqual([
			'100',
			'11',
			'10',
			'9',
		]);
	});

	it('ends though parents run in a circle', () => {
		expect(sortNewestFirst([one('a', 'b'), one('b', 'a')])).toHaveLength(2);
	});

	it('gives the same order whatever order the system lists in', () => {
		const snapshots = fc.uniqueArray(
			fc.record({
				id: fc.constantFrom('a', 'b', 'c', '1a', '1', '2', '10'),
				parentId: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
				createdAt: fc.integer({ min: 0, max: 2 }).map((second) => new Date(second * 1000)),
			}),
			{ selector: ({ id }) => id },
		);
		fc.assert(
			fc.property(
				snapshots.chain((list) =>
					fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
				),
				([list, shuffled]) => {
					expect(sortNewestFirst(shuffled)).toEqual(sortNewestFirst(list));
				},
			),
		);
	});
});
