import fc from 'fast-check';
import {
	COMPACT_MARK_LENGTH,
	decodeCompactMark,
	encodeCompactMark,
} from '../../../snapshots/mark/compactMark';
import { makeMark, type Mark } from '../../../snapshots/mark/mark';
import { anyMark, anyText } from './marks';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';

describe('the compact mark', () => {
	it('keeps the fingerprints, the expiry and the hold', () => {
		fc.assert(
			fc.property(anyMark, (mark) => {
				expect(decodeCompactMark(encodeCompactMark(mark))).toEqual(asKept(mark));
			}),
			{ numRuns: 500 },
		);
	});

	it('always has one length and needs only letters and digits', () => {
		fc.assert(
			fc.property(anyMark, (mark) => {
				const text = encodeCompactMark(mark);
				expect(text).toHaveLength(COMPACT_MARK_LENGTH);
				expect(text).toMatch(/^[0-9a-z]+$/);
			}),
		);
	});

	it.each([
		['before 1970', '1955-11-05T06:00:00Z', '1970-01-01T00:00:01Z'],
		['at the very start of 1970', '1970-01-01T00:00:00Z', '1970-01-01T00:00:01Z'],
		['beyond all planning', '9999-12-31T00:00:00Z', '4453-04-05T15:21:35Z'],
	])('keeps its length with an expiry %s, as near to it as fits', (_when, asked, kept) => {
		const order = { profile: 'nightly', runKey: '7/0' };
		const target = { level: 'vm', id: 'vm-1', name: 'web-01' } as const;
		const text = encodeCompactMark(makeMark(target, order, { expiresAt: new Date(asked) }));
		expect(text).toHaveLength(COMPACT_MARK_LENGTH);
		expect(decodeCompactMark(text)?.expiresAt?.toISOString()).toBe(new Date(kept).toISOString());
	});

	it('leaves at least 24 characters for people in a name of 63', () => {
		expect(63 - COMPACT_MARK_LENGTH).toBeGreaterThanOrEqual(24);
	});

	it('is found at the end of a name for people', () => {
		fc.assert(
			fc.property(anyText, anyMark, (name, mark) => {
				expect(decodeCompactMark(`${name}-${encodeCompactMark(mark)}`)).toEqual(asKept(mark));
			}),
		);
	});

	it('is no mark when the name was cut off or went on', () => {
		fc.assert(
			fc.property(anyMark, fc.constantFrom(...ALPHABET), (mark, more) => {
				const name = `nightly-${encodeCompactMark(mark)}`;
				for (let length = 0; length < name.length; length++) {
					expect(decodeCompactMark(name.slice(0, length))).toBeUndefined();
				}
				expect(decodeCompactMark(name + more)).toBeUndefined();
				expect(decodeCompactMark(`${name} (copy)`)).toBeUndefined();
			}),
			{ numRuns: 50 },
		);
	});

	it('is almost never mistaken for one after a single character was changed', () => {
		// The check has 15 bits: one change in 32,768 goes unseen.
		let seen = 0;
		let unseen = 0;
		fc.assert(
			fc.property(anyMark, fc.nat(), fc.nat(), (mark, at, by) => {
				const text = encodeCompactMark(mark);
				const changed = withOneChange(text, 3 + (at % (text.length - 3)), by);
				if (decodeCompactMark(changed) === undefined) seen++;
				else unseen++;
			}),
			{ numRuns: 2000 },
		);
		expect(unseen).toBeLessThanOrEqual(3);
		expect(seen + unseen).toBe(2000);
	});

	it('is practically never seen in a name that has none, and reading never throws', () => {
		const lookalike = fc
			.string({ unit: fc.constantFrom(...ALPHABET), minLength: 36, maxLength: 36 })
			.map((body) => `vs1${body}`);
		let taken = 0;
		fc.assert(
			fc.property(fc.oneof(anyText, lookalike), (name) => {
				if (decodeCompactMark(name) !== undefined) taken++;
			}),
			{ numRuns: 3000 },
		);
		expect(taken).toBeLessThanOrEqual(3);
	});

	it('says no to an expiry that no date can hold', () => {
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...ALPHABET) }), (noise) => {
				const found = decodeCompactMark(`vs1${noise}`);
				expect(Number.isNaN(found?.expiresAt?.getTime() ?? 0)).toBe(false);
			}),
		);
	});
});

function withOneChange(text: string, at: number, by: number): string {
	const from = ALPHABET.indexOf(text.charAt(at));
	const to = ALPHABET.charAt((from + 1 + (by % (ALPHABET.length - 1))) % ALPHABET.length);
	return text.slice(0, at) + to + text.slice(at + 1);
}

const asKept = (mark: Mark): Mark => ({
	key: mark.key,
	targetKey: mark.targetKey,
	profileKey: mark.profileKey,
	periodKey: mark.periodKey,
	expiresAt: mark.expiresAt,
	held: mark.held,
});
