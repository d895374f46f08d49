import * as library from '../index';
import { manualClock } from './support/clock';

describe('the public door', () => {
	it('gives a program all that it needs to take, plan and prune snapshots', async () => {
		const clock = manualClock(undefined, { autoAdvance: true });
		const driver = library.memoryDriver({ clock, machines: [{ name: 'web-01' }] });
		const on: library.Connection = {
			driver,
			clock,
			signal: new AbortController().signal,
			random: () => 0,
		};
		const patience = library.DEFAULT_PATIENCE;
		const target = await library.findTarget(
			on,
			{ level: 'vm', by: 'name', value: 'web-01' },
			on.signal,
		);
		for (const runKey of ['1', '2', '3']) {
			await library.createSnapshot(on, target, {
				identity: { profile: 'By Hand', runKey },
				memory: false,
				quiesce: 'off',
				patience,
			});
			await clock.advance(1000);
		}
		const outcomes = await library.pruneSnapshots(on, target, {
			profile: 'By Hand',
			timeZone: 'UTC',
			policy: { last: 1 },
			includeForeign: false,
			preview: false,
			patience,
		});
		expect(outcomes.map(({ action }) => action)).toEqual(['kept', 'deleted', 'deleted']);
	});

	it('holds the drivers with their capabilities', () => {
		expect(library.libvirtCapabilities.levels.vm?.features.revert.supported).toBe(true);
		expect(library.libvirtDriver).toBeInstanceOf(Function);
		expect(library.connectSsh).toBeInstanceOf(Function);
	});
});
