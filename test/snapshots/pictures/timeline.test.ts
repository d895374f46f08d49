import fc from 'fast-check';
import { timelineSvg } from '../../../snapshots/pictures/timelineSvg';
import {
	anySnapshots,
	elementsOf,
	listingOf,
	NOW,
	numberIn,
	OPTIONS,
	snapshotAged,
	textsOf,
	zones,
} from './fixtures';

const listings = fc.array(
	fc.tuple(fc.string({ unit: 'binary' }), anySnapshots).map(([name, all]) => listingOf(name, all)),
	{ maxLength: 60 },
);
const RUNS = { numRuns: 40 };

describe('the timeline', () => {
	it('is a whole SVG that refers to nothing, whatever the names hold', () => {
		fc.assert(
			fc.property(listings, zones, (all, timeZone) => {
				const tags = elementsOf(timelineSvg(all, { now: NOW, timeZone })).map(({ tag }) => tag);
				const known = ['svg', 'title', 'desc', 'rect', 'line', 'text', 'g', 'circle', 'path'];
				expect([...new Set(tags)].filter((tag) => !known.includes(tag))).toEqual([]);
			}),
			RUNS,
		);
	});

	it('draws nothing outside its frame', () => {
		fc.assert(
			fc.property(listings, fc.integer({ min: 100, max: 2000 }), (all, width) => {
				const [root, ...rest] = elementsOf(timelineSvg(all, { ...OPTIONS, width }));
				if (root === undefined) throw new Error('There is no picture');
				const [right, bottom] = [numberIn(root, 'width'), numberIn(root, 'height')];
				for (const one of rest) {
					for (const key of ['x', 'x1', 'x2', 'cx']) {
						if (!one.attributes.has(key)) continue;
						expect(numberIn(one, key)).toBeGreaterThanOrEqual(0);
						expect(numberIn(one, key)).toBeLessThanOrEqual(right);
					}
					for (const key of ['y', 'y1', 'y2', 'cy']) {
						if (!one.attributes.has(key)) continue;
						expect(numberIn(one, key)).toBeGreaterThanOrEqual(0);
						expect(numberIn(one, key)).toBeLessThanOrEqual(bottom);
					}
				}
			}),
			RUNS,
		);
	});

	it('is the same text for the same snapshots', () => {
		fc.assert(
			fc.property(listings, (all) => {
				expect(timelineSvg(all, OPTIONS)).toBe(timelineSvg(all, OPTIONS));
			}),
			{ numRuns: 10 },
		);
	});

	it('says so where there is no target, and where a target has no snapshot', () => {
		expect(textsOf(timelineSvg([], OPTIONS))).toContain(
			'There is nothing to show: no target was found.',
		);
		const texts = textsOf(timelineSvg([listingOf('ldap', [])], OPTIONS));
		expect(texts).toContain('no snapshots');
		expect(texts.join()).toContain('1 VM without any snapshot, as of 2026-11-22 22:00');
	});

	it('shows each standing by a shape of its own, and says what it means', () => {
		const svg = timelineSvg(
			[
				listingOf('web-01', [
					snapshotAged(1, { state: 'creating' }),
					snapshotAged(20, { expiresAt: NOW }),
					snapshotAged(40, { held: true }),
					snapshotAged(60, { mark: undefined }),
					snapshotAged(80, { state: 'failed' }),
					snapshotAged(100),
				]),
			],
			OPTIONS,
		);
		const texts = textsOf(svg).join('|');
		for (const word of [
			'Failed',
			'Expires within 24 h',
			'In progress',
			'Held',
			'Foreign',
			'Kept',
		]) {
			expect(texts).toContain(word);
		}
		const shapes = elementsOf(svg).filter(({ tag }) => tag === 'path' || tag === 'circle');
		const looks = shapes.map(
			({ tag, attributes }) =>
				`${tag} ${attributes.get('d') ?? ''} ${attributes.get('stroke') === undefined}`,
		);
		expect(new Set(looks).size).toBe(6);
	});

	it('shows at most 50 targets, the worst, and tells of the others in words', () => {
		const good = Array.from({ length: 4990 }, (_, at) => listingOf(`vm-${at}`, [snapshotAged(2)]));
		const bad = Array.from({ length: 10 }, (_, at) =>
			listingOf(`bad-${at}`, [snapshotAged(30), snapshotAged(3, { state: 'failed' })]),
		);
		const texts = textsOf(timelineSvg([...good, ...bad], OPTIONS));
		const names = texts.filter((text) => /^(vm|bad)-/.test(text));
		expect(names).toHaveLength(50);
		expect(names.slice(0, 10)).toEqual(bad.map(({ target }) => target.name));
		expect(texts.join(' ')).toContain('Not shown: 4,950 VMs with 4,950 snapshots (4,950 kept).');
	});

	it('leaves room for others where many targets have no snapshot at all', () => {
		const none = Array.from({ length: 70 }, (_, at) => listingOf(`none-${at}`, []));
		const some = Array.from({ length: 70 }, (_, at) => listingOf(`vm-${at}`, [snapshotAged(2)]));
		const texts = textsOf(timelineSvg([...none, ...some], OPTIONS));
		expect(texts.filter((text) => text.startsWith('none-'))).toHaveLength(10);
		expect(texts.filter((text) => text.startsWith('vm-'))).toHaveLength(40);
		expect(texts.join(' ')).toContain('60 of those have no good snapshot.');
	});

	it('ranks by the score of Snapshot Health where it is told', () => {
		const all = Array.from({ length: 60 }, (_, at) => listingOf(`vm-${at}`, [snapshotAged(at)]));
		const scoreOf = ({ target }: { target: { name: string } }) =>
			target.name === 'vm-0' ? 0 : 100;
		const names = textsOf(timelineSvg(all, { ...OPTIONS, scoreOf })).filter((text) =>
			text.startsWith('vm-'),
		);
		expect(names[0]).toBe('vm-0');
		expect(names[1]).toBe('vm-59');
	});

	it('gathers what lies too close, and tells how many they are', () => {
		const crowd = Array.from({ length: 24 }, (_, at) => snapshotAged(at / 60));
		const texts = textsOf(timelineSvg([listingOf('a', [...crowd, snapshotAged(90_000)])], OPTIONS));
		expect(texts).toContain('24');
	});

	it('refuses a date that is none', () => {
		const broken = snapshotAged(1, { createdAt: new Date(NaN) });
		expect(() => timelineSvg([listingOf('a', [broken])], OPTIONS)).toThrow('is not a date');
	});
});
