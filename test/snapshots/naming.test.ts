import fc from 'fast-check';
import type { LevelCapabilities } from '../../snapshots/capabilities';
import { memoryCapabilities } from '../../drivers/memory/capabilities';
import { makeMark } from '../../snapshots/mark/mark';
import { slug, snapshotName } from '../../snapshots/naming';

const vm = { level: 'vm', id: 'vm-1', name: 'web-01' } as const;
const capabilities = (maxNameLength: number, markIn: 'description' | 'name'): LevelCapabilities => {
	const level = memoryCapabilities({ maxNameLength, markIn }).levels.vm;
	if (level === undefined) throw new Error('the memory system has VMs');
	return level;
};

describe('snapshotName', () => {
	it('tells profile, period and instant, and depends on the order alone', () => {
		const order = {
			profile: 'Nightly',
			period: 'Daily',
			scheduledAt: new Date('2026-11-22T02:00:00Z'),
		};
		const name = () =>
			snapshotName(makeMark(vm, order), 'Nightly', capabilities(120, 'description'));
		expect(name()).toMatch(/^Nightly-Daily-20261122T020000Z-[0-9a-z]{6}$/);
		expect(name()).toBe(name());
	});

	it('fits every system, whatever a person types', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme' }),
				fc.string(),
				fc.constantFrom('description', 'name' as const),
				fc.integer({ min: 40, max: 120 }),
				(profile, runKey, markIn, maxLength) => {
					const level = capabilities(maxLength, markIn);
					const name = snapshotName(makeMark(vm, { profile, runKey }), profile, level);
					expect(name.length).toBeLessThanOrEqual(maxLength);
					expect(name).toMatch(/^[A-Za-z0-9-]+$/);
				},
			),
		);
	});

	it.each([
		['Größe & Maß', 'Grosse-Mass'],
		['日次', 'snapshot'],
		['../../etc', 'etc'],
		['--', 'snapshot'],
		['1st of month', 'snapshot-1st-of-month'],
	])('makes %p readable as %p', (text, expected) => {
		expect(slug(text)).toBe(expected);
	});
});
