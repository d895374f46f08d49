import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { sh } from '../../../drivers/transports/shell';

const words = fc
	.array(
		fc.string({ unit: 'grapheme' }).filter((word) => !/[\0\ud800-\udfff]/u.test(word)),
		{ maxLength: 5 },
	)
	.map((list) => list.map((word) => word.replaceAll('\0', '')));

const shellSays = (command: string): string[] =>
	execFileSync('/bin/sh', ['-c', command]).toString('utf8').split('\0').slice(0, -1);

describe('a shell command', () => {
	it('hands every word to a real shell’s command unchanged', () => {
		fc.assert(
			fc.property(words, (list) => {
				fc.pre(list.length > 0);
				expect(shellSays(sh`printf '%s\\0' ${list}`.text)).toEqual(list);
			}),
			{ numRuns: 60 },
		);
	});

	it.each([
		"it's",
		'$(touch /tmp/x)',
		'`id`',
		'; rm -rf /',
		'a\nb',
		'"',
		'\\',
		'-rf',
		'*',
		'ü 🙂',
		'',
	])('keeps %j one word without a meaning', (word) => {
		expect(shellSays(sh`printf '%s\\0' ${word}`.text)).toEqual([word]);
	});

	it('carries a whole command as one word of another', () => {
		const inner = sh`printf '%s\\0' ${"it's"} ${'$HOME'}`;
		expect(shellSays(sh`sh -c ${inner.text}`.text)).toEqual(["it's", '$HOME']);
	});

	it('refuses a NUL, which would silently cut the word', () => {
		expect(() => sh`rm ${'a\0b'}`).toThrow(RangeError);
	});
});
