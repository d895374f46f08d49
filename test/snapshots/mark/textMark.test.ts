import fc from 'fast-check';
import { makeMark, type Mark } from '../../../snapshots/mark/mark';
import { decodeTextMark, encodeTextMark, withoutTextMark } from '../../../snapshots/mark/textMark';
import { anyMark, anyText, wellFormed } from './marks';

const target = { level: 'vm', id: 'vm-1', name: 'web-01' } as const;

/** Text that holds nothing like a mark. */
const plainText = anyText.filter((text) => !text.includes('[vm-snapshots:'));

describe('the text mark', () => {
	it('comes back as it was, whatever profile, period and hold are called', () => {
		fc.assert(
			fc.property(anyMark, (mark) => {
				expect(decodeTextMark(encodeTextMark(mark))).toEqual(asKept(mark));
			}),
			{ numRuns: 500 },
		);
	});

	it('is one line of printable characters', () => {
		fc.assert(
			fc.property(anyMark, (mark) => {
				expect(encodeTextMark(mark)).toMatch(/^\[vm-snapshots:1 [\x21-\x7e ]*\]$/);
			}),
		);
	});

	it('comes back from among other people’s text, and leaves that text alone', () => {
		fc.assert(
			fc.property(plainText, plainText, anyMark, (before, after, mark) => {
				const text = encodeTextMark(mark);
				expect(decodeTextMark(`${before}\n${text}\n${after}`)).toEqual(asKept(mark));
				const left = withoutTextMark(`${before}\n${text}\n${after}`);
				expect(left).toBe(`${before}\n\n${after}`.trimEnd());
			}),
		);
	});

	it('is no mark when it was cut off, wherever the cut is', () => {
		fc.assert(
			fc.property(anyMark, (mark) => {
				const text = encodeTextMark(mark);
				for (let length = 0; length < text.length; length++) {
					expect(decodeTextMark(text.slice(0, length))).toBeUndefined();
				}
			}),
			{ numRuns: 50 },
		);
	});

	it('is the last one, when a description was copied and marked again', () => {
		fc.assert(
			fc.property(anyMark, anyMark, (first, second) => {
				const text = `${encodeTextMark(first)}\n${encodeTextMark(second)}`;
				expect(decodeTextMark(text)).toEqual(asKept(second));
				expect(withoutTextMark(text)).toBe('');
			}),
		);
	});

	it('is practically never seen in text that has none, and reading never throws', () => {
		fc.assert(
			fc.property(anyText, (text) => {
				if (!text.includes('[vm-snapshots:1 ')) expect(decodeTextMark(text)).toBeUndefined();
			}),
			{ numRuns: 1000 },
		);
	});

	it('is void when somebody broke it by hand, and reading it never throws', () => {
		const body = fc.array(
			fc.constantFrom(
				'key=',
				'a',
				'target=',
				'profileKey=',
				' ',
				'%',
				'%zz',
				'=',
				'expires=',
				'x',
				'__proto__=1',
			),
		);
		fc.assert(
			fc.property(body, (parts) => {
				const found = decodeTextMark(`[vm-snapshots:1 ${parts.join('')}]`);
				if (found === undefined) return;
				expect([found.key, found.targetKey, found.profileKey].every(Boolean)).toBe(true);
			}),
			{ numRuns: 1000 },
		);
	});

	it.each([
		['an escape that is none', 'key=a target=b profileKey=c profile=%E0%A4%A'],
		['an expiry that is no date', 'key=a target=b profileKey=c expires=tomorrow'],
		['a scheduled instant that is no date', 'key=a target=b profileKey=c at=never'],
		['no key', 'target=b profileKey=c'],
		['an empty key', 'key= target=b profileKey=c'],
		['no target', 'key=a profileKey=c'],
		['no profile', 'key=a target=b'],
		['nothing', ''],
	])('is void with %s', (_why, body) => {
		expect(decodeTextMark(`[vm-snapshots:1 ${body}]`)).toBeUndefined();
	});

	it('is void when a broken one stands after it, for then nobody knows what was meant', () => {
		const text = encodeTextMark(makeMark(target, { profile: 'nightly', runKey: '1' }));
		expect(decodeTextMark(`${text}\n[vm-snapshots:1 key=x]`)).toBeUndefined();
		expect(decodeTextMark(`[vm-snapshots:1 key=x]\n${text}`)).toBeDefined();
	});

	it('of another version is not ours to read', () => {
		const text = encodeTextMark(makeMark(target, { profile: 'nightly', runKey: '1' }));
		expect(decodeTextMark(text.replace('vm-snapshots:1', 'vm-snapshots:2'))).toBeUndefined();
	});
});

function asKept(mark: Mark): Mark {
	const kept = (text: string | undefined) => (text === undefined ? undefined : wellFormed(text));
	return {
		...mark,
		profile: kept(mark.profile),
		period: kept(mark.period),
		hold: mark.hold && { by: wellFormed(mark.hold.by), reason: wellFormed(mark.hold.reason) },
	};
}
