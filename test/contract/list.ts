import {
	everyTarget,
	find,
	gone,
	keepsNames,
	lawsOn,
	list,
	patient,
	present,
	refusal,
	stateOf,
	take,
} from './laws';
import type { SystemUnderTestFactory } from './systemUnderTest';

export const listLaws = (make: SystemUnderTestFactory): void =>
	describe('readTarget and listSnapshots', () => {
		const law = lawsOn(make);

		law('read each target as it is now', async (sut) => {
			for (const target of Object.values(sut.targets)) {
				expect(await present(sut, target)).toEqual(target);
			}
			if (everyTarget(sut).every(({ powerState }) => powerState === 'none')) return;
			expect(sut.targets.runningWithAgent.powerState).toBe('running');
			expect(sut.targets.runningWithoutAgent.powerState).toBe('running');
			expect(sut.targets.stopped.powerState).toBe('stopped');
		});

		law('go by the id, though the name in the reference is outdated', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const made = await take(sut, target, 'nightly-1');
			const outdated = { ...target, name: 'its-former-name' };
			expect(await present(sut, outdated)).toEqual(target);
			expect(await list(sut, outdated)).toEqual([made]);
		});

		law('list nothing for a target without snapshots', async (sut) => {
			expect(await list(sut, sut.targets.stopped)).toEqual([]);
		});

		law('list snapshots with ids that are unique within the target, and stable', async (sut) => {
			const target = sut.targets.runningWithAgent;
			for (const name of ['nightly-1', 'nightly-2', 'nightly-3']) await take(sut, target, name);
			const ids = (await list(sut, target)).map(({ id }) => id).sort();
			expect(new Set(ids).size).toBe(3);
			expect((await list(sut, target)).map(({ id }) => id).sort()).toEqual(ids);
		});

		law('list snapshots that other people made, too', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const made = await take(sut, target, 'by-hand', { description: 'no mark in here' });
			expect(await find(sut, target, made.id)).toEqual(made);
			if (keepsNames(sut)) expect(made.name).toBe('by-hand');
		});

		law('change nothing by looking', async (sut) => {
			const target = sut.targets.runningWithAgent;
			await sut.write(target, 'precious');
			await take(sut, target, 'nightly-1');
			const before = await stateOf(sut, target);
			expect(await stateOf(sut, target)).toEqual(before);
		});

		law('answer NOT_FOUND for a target that is gone', async (sut) => {
			const target = gone(sut.targets.runningWithAgent);
			await refusal(present(sut, target), 'NOT_FOUND', target.name);
			await refusal(list(sut, target), 'NOT_FOUND', target.name);
		});

		law('tell by name and version what system this is', async (sut) => {
			const described = await sut.driver.describeSystem(patient());
			expect(described.name.trim()).not.toBe('');
			if (sut.version === 'untold') expect(described.version.trim()).not.toBe('');
			else expect(described.version).toMatch(/\d/);
		});

		law('leave the driver closable as often as wanted', async (sut) => {
			await present(sut, sut.targets.stopped);
			await sut.driver.close();
			await expect(sut.driver.close()).resolves.toBeUndefined();
		});
	});
