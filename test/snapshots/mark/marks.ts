import fc from 'fast-check';
import { makeMark, type Mark } from '../../../snapshots/mark/mark';
import type { TargetRef } from '../../../snapshots/model';

/** Any text that a person could type or paste, with all that might break a line or an escape. */
export const anyText = fc.oneof(
	fc.string({ unit: 'grapheme' }),
	fc.string({ unit: 'binary' }),
	fc.constantFrom(
		'',
		' ',
		']',
		'[',
		'[vm-snapshots:1 key=x]',
		'100%',
		'%5D',
		'a=b',
		'a\nb\r\n',
		'\0',
	),
	// Half a surrogate pair.
	fc.constantFrom('\uD83D', 'a\uDE00b', '\uDE00\uD83D'),
);

/** What is left of a text after half surrogate pairs were replaced. */
export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** Instants whose whole seconds fit both forms: up to the year 4453. */
export const anyInstant = fc.date({
	min: new Date('1970-01-01T00:00:01Z'),
	max: new Date('4400-01-01T00:00:00Z'),
	noInvalidDate: true,
});

export const anyTarget: fc.Arbitrary<TargetRef> = fc.record({
	level: fc.constantFrom('vm', 'volume', 'tenant', 'system'),
	id: fc.string({ minLength: 1 }),
	name: anyText,
});

const anyOrder = fc.oneof(
	fc.record({ profile: anyText, period: anyText, scheduledAt: anyInstant }),
	fc.record({ profile: anyText, runKey: anyText }),
);

const anyExtras = fc.record(
	{ expiresAt: anyInstant, hold: fc.record({ by: anyText, reason: anyText }) },
	{ requiredKeys: [] },
);

export const anyMark: fc.Arbitrary<Mark> = fc
	.tuple(anyTarget, anyOrder, anyExtras)
	.map(([target, order, extras]) => makeMark(target, order, extras));
