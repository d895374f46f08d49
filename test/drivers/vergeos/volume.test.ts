import { restoreAsNew } from '../../../snapshots/operations/restoreAsNew';
import { revertToSnapshot } from '../../../snapshots/operations/revert/revertToSnapshot';
import { PATIENCE } from '../../support/bench';
import { rejectionOf } from '../../support/thrownBy';
import { closeBenches, vergeosBench } from './bench';

afterEach(closeBenches);

const request = { name: 'pre', description: 'x', memory: false, quiesce: true };

async function given(options: Parameters<typeof vergeosBench>[0] = {}) {
	const bench = await vergeosBench(options);
	bench.simulator.addVolume({ name: 'files', disk: 'before', description: 'old words' });
	bench.simulator.addVolume({ name: 'remote share', fsType: 'cifs' });
	const target = await bench.find('volume', 'files');
	const { driver, signal } = bench.on;
	const snapshot = await driver.createSnapshot(target, request, signal);
	bench.simulator.write(target, 'after');
	bench.simulator.world.table('volumes').get(target.id).description = 'new words';
	const revert = async (settings?: Readonly<Record<string, unknown>>) =>
		await revertToSnapshot(bench.on, target, {
			snapshot: { by: 'id', value: snapshot.id },
			power: 'asBefore',
			safetySnapshot: false,
			runKey: 'r',
			...(settings === undefined ? {} : { settings }),
			patience: PATIENCE,
		});
	return { ...bench, driver, signal, target, snapshot, revert };
}

describe('a volume', () => {
	it('that is not local can’t be snapshotted, and is told why before anything is made', async () => {
		const { driver, simulator, find, signal } = await given();
		const posts = simulator.count('POST');
		const share = await find('volume', 'remote share');
		const error = await rejectionOf(driver.createSnapshot(share, request, signal));
		expect(error).toMatchObject({ code: 'UNSUPPORTED' });
		expect(String(error)).toContain('of the kind cifs');
		expect(simulator.count('POST')).toBe(posts);
	});

	it('that is not local is not among those to choose from', async () => {
		const { driver, signal } = await given();
		const names: string[] = [];
		const query = { level: 'volume', withSnapshots: false } as const;
		for await (const { target } of driver.inventory(query, signal)) names.push(target.name);
		expect(names).toEqual(['files']);
	});

	it.each([
		['its data only', undefined, 'new words'],
		['its data only', { restoreWhat: 'data' }, 'new words'],
		['its data and settings', { restoreWhat: 'all' }, 'old words'],
	])('gets back %s with the settings %j', async (_what, settings, description) => {
		const { simulator, target, revert } = await given();
		const { warnings } = await revert(settings);
		expect(simulator.read(target)).toBe('before');
		expect(simulator.world.table('volumes').get(target.id).description).toBe(description);
		expect(warnings.map(({ code }) => code)).toEqual(['NO_SAFETY_SNAPSHOT']);
	});

	it('is left alone where VergeOS wants something else than the key of the copy', async () => {
		const { simulator, target, revert } = await given({ quirks: { volumeRestoreKey: 'source' } });
		const asked = simulator.count('POST', '/volume_actions');

		expect(await rejectionOf(revert())).toMatchObject({
			code: 'UNSUPPORTED',
			advice: expect.stringContaining('Restore over Source'),
		});
		expect(simulator.count('POST', '/volume_actions')).toBe(asked + 1);
		expect(simulator.read(target)).toBe('after');
	});

	it.each(['empty', 'volumekey'] as const)(
		'is restored as new whether or not the answer names the new one (%s)',
		async (volumeCloneAnswer) => {
			const { on, simulator, target } = await given({ quirks: { volumeCloneAnswer } });
			const { newTarget } = await restoreAsNew(on, target, {
				snapshot: { by: 'name', value: request.name },
				newName: "it's {back}",
				connectNetwork: false,
				powerOn: false,
				patience: PATIENCE,
			});
			expect(newTarget).toMatchObject({ level: 'volume', powerState: 'none' });
			expect(simulator.read(newTarget)).toBe('before');
			expect(simulator.read(target)).toBe('after');
		},
	);
});
