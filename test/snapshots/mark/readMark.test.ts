import fc from 'fast-check';
import { memoryCapabilities } from '../../../drivers/memory/capabilities';
import { capabilitiesOf } from '../../../snapshots/connection';
import { encodeCompactMark } from '../../../snapshots/mark/compactMark';
import { makeMark, targetKeyOf } from '../../../snapshots/mark/mark';
import { readSnapshot } from '../../../snapshots/mark/readMark';
import { encodeTextMark } from '../../../snapshots/mark/textMark';
import type { SystemSnapshot } from '../../../snapshots/model';
import { anyTarget } from './marks';

const target = { level: 'vm', id: 'vm-1', name: 'web-01' } as const;
const order = { profile: 'nightly', runKey: '7/0' };
const expiresAt = new Date('2026-02-01T00:00:00Z');
const hold = { by: 'Ann', reason: 'audit' };

const inDescription = level('description');
const inName = level('name');

const foreign: SystemSnapshot = {
	id: 's1',
	name: 'by-hand',
	description: 'before the upgrade',
	createdAt: new Date('2026-01-01T00:00:00Z'),
	current: false,
	consistency: 'crash',
	state: 'ready',
};

describe('readSnapshot', () => {
	it('adds nothing to a foreign snapshot', () => {
		expect(readSnapshot(foreign, target, inDescription)).toEqual({ ...foreign, held: false });
	});

	it('reads the mark where this system keeps it, and nowhere else', () => {
		const mark = makeMark(target, order);
		const described = { ...foreign, description: `by hand\n${encodeTextMark(mark)}` };
		const named = { ...foreign, name: `nightly-${encodeCompactMark(mark)}` };
		expect(readSnapshot(described, target, inDescription).mark?.key).toBe(mark.key);
		expect(readSnapshot(named, target, inName).mark?.key).toBe(mark.key);
		expect(readSnapshot(described, target, inName).mark).toBeUndefined();
		expect(readSnapshot(named, target, inDescription).mark).toBeUndefined();
	});

	it('takes a mark that was copied to another target for no mark, in both forms', () => {
		const extras = { expiresAt, hold };
		fc.assert(
			fc.property(anyTarget, anyTarget, (one, other) => {
				fc.pre(targetKeyOf(one) !== targetKeyOf(other));
				const mark = makeMark(one, order, extras);
				const described = { ...foreign, description: encodeTextMark(mark) };
				const named = { ...foreign, name: encodeCompactMark(mark) };
				for (const read of [
					readSnapshot(described, other, inDescription),
					readSnapshot(named, other, inName),
				]) {
					expect(read.mark).toBeUndefined();
					expect(read.held).toBe(false);
					expect(read.expiresAt).toBeUndefined();
				}
			}),
		);
	});

	it('holds when either the system or the mark does', () => {
		const held = { ...foreign, description: encodeTextMark(makeMark(target, order, { hold })) };
		expect(readSnapshot(held, target, inDescription).held).toBe(true);
		expect(readSnapshot({ ...foreign, held: true }, target, inDescription).held).toBe(true);
		expect(readSnapshot({ ...held, held: false }, target, inDescription).held).toBe(true);
	});

	it('lets the expiry that the system enforces go before the one in the mark', () => {
		const mark = makeMark(target, order, { expiresAt });
		const marked = { ...foreign, description: encodeTextMark(mark) };
		const native = new Date('2026-03-01T00:00:00Z');
		expect(readSnapshot(marked, target, inDescription).expiresAt).toEqual(expiresAt);
		const both = readSnapshot({ ...marked, expiresAt: native }, target, inDescription);
		expect(both.expiresAt).toEqual(native);
	});
});

function level(markIn: 'description' | 'name') {
	return capabilitiesOf({ system: 'memory', capabilities: memoryCapabilities({ markIn }) }, 'vm');
}
