import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { drawCalendar, drawTimeline, drawTrees } from '../../../snapshots/operations/pictures';
import { EVERYTHING } from '../../../snapshots/selection/targetFilter';
import { profileSchema } from '../../../snapshots/schedule/profile';
import { targetNamed } from '../pictures/fixtures';
import { nightly, operationsBench, PATIENCE } from '../../support/bench';

const order = {
	selection: { mode: 'filter' as const, level: 'vm' as const, filter: EVERYTHING },
	patience: PATIENCE,
	options: { timeZone: 'Europe/Paris' },
};

const WEB = { ...targetNamed('web-01'), id: 'vm-1' };

async function benchWithSnapshot() {
	const bench = operationsBench();
	await createSnapshot(bench.on, WEB, nightly());
	return bench;
}

describe('pictures', () => {
	it('show the snapshots of all targets meant, as of now', async () => {
		const { on } = await benchWithSnapshot();
		const svg = await drawTimeline(on, order);
		expect(svg).toContain('>web-01<');
		expect(svg).toContain('>db-01<');
		expect(svg).toMatch(/2 VMs with 1 snapshot \(1 kept\), as of 2026-11-22 03:00/);
	});

	it('show the tree of each target meant', async () => {
		const { on } = await benchWithSnapshot();
		const trees = await drawTrees(on, order);
		expect(trees.map(({ target }) => target.name)).toEqual(['db-01', 'web-01']);
		expect(trees[0]?.svg).toContain('No snapshots');
		expect(trees[1]?.svg).toContain('1 snapshot (1 kept)');
	});

	const profileWith = (frequency: object) =>
		profileSchema.parse({
			name: 'Nightly',
			timeZone: 'Europe/Paris',
			periods: [{ name: 'daily', frequency, retention: { last: 2 } }],
		});
	const now = new Date('2026-11-22T12:00:00Z');

	it('show what a profile comes to, from when it is due next', () => {
		const profile = profileWith({ every: 'day', at: '02:00' });
		const svg = drawCalendar(profile, now, { simulation: { days: 5 } });
		expect(svg).toContain('What Nightly comes to on each VM');
		expect(svg).toContain('2026-11-23: 1 left');
		expect(svg).toContain('2026-11-27');
		expect(svg).not.toContain('2026-11-28');
	});

	it('say so of a profile that is never due again', () => {
		const profile = profileWith({ every: 'once', dateTime: '2020-01-01T00:00' });
		const svg = drawCalendar(profile, now, { simulation: { days: 5 } });
		expect(svg).toContain('Nothing is ever due again.');
	});
});
