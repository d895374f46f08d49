import fc from 'fast-check';
import { fingerprint, makeMark, targetKeyOf } from '../../../snapshots/mark/mark';
import { anyInstant, anyTarget, anyText } from './marks';

const target = { level: 'vm', id: 'vm-1', name: 'web-01' } as const;
const scheduledAt = new Date('2026-01-15T02:00:00Z');

describe('makeMark', () => {
	it('gives the same key for the same order, every time and under every name of the VM', () => {
		fc.assert(
			fc.property(
				anyTarget,
				anyText,
				anyText,
				anyInstant,
				anyText,
				(vm, profile, period, at, name) => {
					const order = { profile, period, scheduledAt: at };
					expect(makeMark({ ...vm, name }, order).key).toBe(makeMark(vm, order).key);
				},
			),
		);
	});

	it('gives another key as soon as target, profile, period, instant or run differ', () => {
		const period = { profile: 'nightly', period: 'daily', scheduledAt };
		const run = { profile: 'nightly', runKey: '7/0' };
		const keys = [
			makeMark(target, period),
			makeMark({ ...target, id: 'vm-2' }, period),
			makeMark({ ...target, level: 'volume' }, period),
			makeMark(target, { ...period, profile: 'weekly' }),
			makeMark(target, { ...period, period: 'hourly' }),
			makeMark(target, { ...period, scheduledAt: new Date('2026-01-16T02:00:00Z') }),
			makeMark(target, run),
			makeMark(target, { ...run, runKey: '7/1' }),
			makeMark(target, { profile: 'night', runKey: 'ly7/0' }),
		].map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
	});

	it('does not let expiry or hold change the key', () => {
		const order = { profile: 'nightly', runKey: '7/0' };
		const extras = { expiresAt: scheduledAt, hold: { by: 'Ann', reason: 'audit' } };
		expect(makeMark(target, order, extras).key).toBe(makeMark(target, order).key);
	});

	it('cuts instants to whole seconds, downwards', () => {
		const expiresAt = new Date('2026-01-15T02:00:00.999Z');
		const mark = makeMark(target, { profile: 'p', period: 'd', scheduledAt }, { expiresAt });
		expect(mark.expiresAt).toEqual(new Date('2026-01-15T02:00:00.000Z'));
	});

	it('holds exactly when somebody holds', () => {
		const order = { profile: 'nightly', runKey: '7/0' };
		expect(makeMark(target, order).held).toBe(false);
		expect(makeMark(target, order, { hold: { by: '', reason: '' } }).held).toBe(true);
	});
});

describe('fingerprint', () => {
	it('sees one text in both Unicode spellings of an accented letter', () => {
		expect(fingerprint('Zoe\u0308', 10)).toBe(fingerprint('Zo\u00eb', 10));
	});

	it('has the length asked for and only characters that every system takes in names', () => {
		fc.assert(
			fc.property(anyText, fc.integer({ min: 1, max: 32 }), (text, length) => {
				expect(fingerprint(text, length)).toMatch(new RegExp(`^[0-9a-hjkmnp-tv-z]{${length}}$`));
			}),
		);
	});

	it('spreads targets well', () => {
		const keys = Array.from({ length: 500 }, (_, number) =>
			targetKeyOf({ ...target, id: `vm-${number}` }),
		);
		expect(new Set(keys).size).toBe(500);
	});
});
