import fc from 'fast-check';
import type { Snapshot } from '../../../snapshots/model';
import { treeRows, type TreeRow } from '../../../snapshots/pictures/treeLayout';
import { treeSvg } from '../../../snapshots/pictures/treeSvg';
import { elementsOf, listingOf, numberIn, OPTIONS, snapshotAged, textsOf } from './fixtures';

/** Any descent at all: forests, circles, parents that are gone, one of them or none where the target is now. */
const forests = fc
	.array(fc.record({ hours: fc.integer({ min: 0, max: 500 }), parent: fc.nat(45) }), {
		maxLength: 40,
	})
	.chain((all) => fc.tuple(fc.constant(all), fc.integer({ min: -1, max: all.length - 1 })))
	.map(([all, currentAt]) =>
		all.map(({ hours, parent }, at) =>
			snapshotAged(hours, {
				id: `${at}`,
				parentId: parent === 0 ? undefined : `${parent}`,
				current: at === currentAt,
			}),
		),
	);

const chainOf = (count: number): Snapshot[] =>
	Array.from({ length: count }, (_, at) =>
		snapshotAged(count - at, {
			id: `${at}`,
			name: `n${at}`,
			parentId: at === 0 ? undefined : `${at - 1}`,
			current: at === count - 1,
		}),
	);

describe('the rows of a tree', () => {
	it('hold each snapshot once, and the present once', () => {
		fc.assert(
			fc.property(forests, (all) => {
				const rows = treeRows(all);
				const held = rows.flatMap(({ snapshot }) => snapshot ?? []);
				expect(held.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
				expect(rows.filter(({ snapshot }) => snapshot === undefined)).toHaveLength(1);
			}),
		);
	});

	it('put each below its parent, and the present below the one it descends from', () => {
		fc.assert(
			fc.property(forests, (all) => {
				const rows = treeRows(all);
				rows.forEach(({ snapshot, parentRow }, at) => {
					if (parentRow === undefined) return;
					expect(parentRow).toBeLessThan(at);
					const parent = rows[parentRow]?.snapshot;
					if (snapshot === undefined) expect(parent?.current).toBe(true);
					else expect(parent?.id).toBe(snapshot.parentId);
				});
			}),
		);
	});

	it('let no line pass through what it does not lead to', () => {
		fc.assert(
			fc.property(forests, (all) => {
				const rows = treeRows(all);
				rows.forEach(({ parentRow }, at) => {
					if (parentRow === undefined) return;
					const lane = rows[parentRow]?.lane ?? 0;
					const between = rows.slice(parentRow + 1, at);
					for (const one of between.filter((row) => row.lane === lane)) {
						throw new Error(`The line to row ${at} passes through ${shown(one)}`);
					}
				});
			}),
		);
	});

	it('keep a chain in one column, however long', () => {
		const rows = treeRows(chainOf(20_000));
		expect(new Set(rows.map(({ lane }) => lane))).toEqual(new Set([0]));
	});
});

const shown = ({ snapshot }: TreeRow<Snapshot>): string => snapshot?.id ?? 'the present';

describe('the picture of a tree', () => {
	it('is a whole SVG within its frame, for any descent', () => {
		fc.assert(
			fc.property(forests, (all) => {
				const [root, ...rest] = elementsOf(treeSvg(listingOf('a', all), OPTIONS));
				if (root === undefined) throw new Error('There is no picture');
				for (const one of rest.filter(({ tag }) => tag === 'text' || tag === 'circle')) {
					const x = numberIn(one, one.tag === 'text' ? 'x' : 'cx');
					const y = numberIn(one, one.tag === 'text' ? 'y' : 'cy');
					expect(x).toBeGreaterThan(0);
					expect(x).toBeLessThan(numberIn(root, 'width'));
					expect(y).toBeGreaterThan(0);
					expect(y).toBeLessThan(numberIn(root, 'height'));
				}
			}),
			{ numRuns: 40 },
		);
	});

	it('shows the newest 60, and tells of the others in words', () => {
		const texts = textsOf(treeSvg(listingOf('a', chainOf(500)), OPTIONS));
		expect(texts.filter((text) => /^n\d+$/.test(text))).toHaveLength(60);
		expect(texts).toContain('n499');
		expect(texts.join()).toContain('The newest 60 are shown. Not shown: 440 older.');
	});

	it('shows where a target is now that has no snapshot', () => {
		const texts = textsOf(treeSvg(listingOf('a', []), OPTIONS));
		expect(texts).toContain('now: the target as it is');
		expect(texts.join()).toContain('No snapshots, as of');
	});

	it('shows the name of its target as text that turns nothing', () => {
		const svg = treeSvg(listingOf('<b>שרת\u202E</b>', []), OPTIONS);
		expect(textsOf(svg)[0]).toBe('\u2068Snapshots of \u2068&lt;b&gt;שרת&lt;/b&gt;\u2069\u2069');
	});
});
