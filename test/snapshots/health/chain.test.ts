import fc from 'fast-check';
import { chainDepth } from '../../../snapshots/health/chain';

describe('the depth of a chain', () => {
	it.each([
		['none', [], 0],
		['one that stands by itself', [{ id: 'a' }], 1],
		['two side by side', [{ id: 'a' }, { id: 'b' }], 1],
		[
			'three in a row, in any order',
			[{ id: 'c', parentId: 'b' }, { id: 'a' }, { id: 'b', parentId: 'a' }],
			3,
		],
		[
			'a branch that is shorter',
			[{ id: 'a' }, { id: 'b', parentId: 'a' }, { id: 'c', parentId: 'a' }],
			2,
		],
		[
			'a parent that is not listed',
			[
				{ id: 'b', parentId: 'gone' },
				{ id: 'c', parentId: 'b' },
			],
			2,
		],
	])('of %s', (_what, snapshots, depth) => {
		expect(chainDepth(snapshots)).toBe(depth);
	});

	it('is at most the number of snapshots, and is told of rings, too', () => {
		const id = fc.integer({ min: 0, max: 9 }).map(String);
		const links = fc.uniqueArray(fc.record({ id, parentId: fc.option(id, { nil: undefined }) }), {
			selector: (link) => link.id,
		});
		fc.assert(
			fc.property(links, (snapshots) => {
				const depth = chainDepth(snapshots);
				expect(depth).toBeLessThanOrEqual(snapshots.length);
				expect(depth > 0).toBe(snapshots.length > 0);
			}),
		);
	});

	it('of 30,000 in a row is found without recursion', () => {
		const row = Array.from({ length: 30_000 }, (_none, at) => ({
			id: String(at),
			parentId: at === 0 ? undefined : String(at - 1),
		}));
		expect(chainDepth(row)).toBe(30_000);
		expect(chainDepth(row.reverse())).toBe(30_000);
	});
});
