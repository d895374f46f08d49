import fc from 'fast-check';
import { isolated, oneLine } from '../../../snapshots/pictures/names';
import { escaped } from '../../../snapshots/pictures/svg';
import { cutToWidth, graphemes, textWidth, wrapped } from '../../../snapshots/pictures/textWidth';

const STYLE = { size: 12 };
const texts = fc.string({ unit: 'binary', maxLength: 200 });

describe('a text that is too long', () => {
	it('fits when it is cut, wherever there is room for the sign of the cut', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 13, max: 400 }), (text, room) => {
				expect(textWidth(cutToWidth(text, room, STYLE), STYLE)).toBeLessThanOrEqual(room);
			}),
		);
	});

	it('stays whole where there is room', () => {
		fc.assert(
			fc.property(texts, (text) => {
				expect(cutToWidth(text, textWidth(text, STYLE) + 1, STYLE)).toBe(text);
			}),
		);
	});

	it('is cut between what a reader takes for characters', () => {
		const family = '👩‍👩‍👧‍👦';
		const cut = cutToWidth(`${family}${family}é́${family}`, 40, STYLE);
		for (const one of graphemes(cut.slice(0, -1))) expect([family, 'é́']).toContain(one);
		expect(cut.endsWith('…')).toBe(true);
	});

	it('is cut in no time, be it a megabyte', () => {
		const cut = cutToWidth('n'.repeat(1_000_000), 100, STYLE);
		expect(cut.length).toBeLessThan(20);
	});

	it('is wrapped between words into at most so many lines', () => {
		expect(wrapped('one two three', 60, STYLE, 3)).toEqual(['one two', 'three']);
		const lines = wrapped('many words '.repeat(100), 200, STYLE, 3);
		expect(lines).toHaveLength(3);
		expect(lines[2]).toMatch(/…$/);
		for (const line of lines) expect(textWidth(line, STYLE)).toBeLessThanOrEqual(200);
	});
});

describe('a name', () => {
	it('is one line', () => {
		expect(oneLine(' a\r\n\tb\u2028c ')).toBe('a b c');
	});

	it('can’t turn the direction of what follows it', () => {
		expect(oneLine('a\u202Eb\u2067c\u200F')).toBe('abc');
		expect(isolated('شبكة-01')).toBe('\u2068شبكة-01\u2069');
		expect(isolated('web-01')).toBe('web-01');
	});

	it('is text, whatever it holds', () => {
		expect(escaped('<script>&"\'')).toBe('&lt;script&gt;&amp;&quot;&#39;');
		expect(escaped('a\u0000b\uD800c\uFFFF')).toBe('a\uFFFDb\uFFFDc\uFFFD');
		expect(escaped('a😀')).toBe('a😀');
	});
});
