import type { SystemSnapshot, Target } from '../../snapshots/model';
import { lawsOn, list, patient, powerFor, present } from './laws';
import { refusal, stateOf, supports, take, withNeighbour } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

type Act = (sut: SystemUnderTest, target: Target, snapshot: SystemSnapshot) => Promise<unknown>;

const CHANGES: readonly (readonly [string, Act, feature?: 'revert' | 'delete' | 'update'])[] = [
	['createSnapshot', (sut, target) => take(sut, target, 'nightly-2')],
	[
		'revertToSnapshot',
		(sut, target, snapshot) =>
			sut.driver.revertToSnapshot(
				target,
				snapshot,
				{ power: powerFor(target, 'running') },
				patient(),
			),
		'revert',
	],
	[
		'deleteSnapshot',
		(sut, target, snapshot) => sut.driver.deleteSnapshot(target, snapshot, patient()),
		'delete',
	],
];

export const lockLaws = (make: SystemUnderTestFactory): void =>
	describe('a locked target', () => {
		const law = lawsOn(make);

		for (const [method, act, feature] of CHANGES) {
			law(`is BUSY at once for ${method}, and stays as it was`, async (sut) => {
				const { target, snapshot } = await prepared(sut);
				const before = await stateOf(sut, target);
				const { holder } = await sut.lock(target);
				const elapsed = sut.clock?.now().getTime();
				const unsupported = feature !== undefined && !supports(sut, feature);
				const error = await refusal(
					act(sut, target, snapshot),
					unsupported ? 'UNSUPPORTED' : 'BUSY',
					target.name,
				);
				if (!unsupported) {
					expect(error.retryable).toBe(true);
					if (holder !== undefined) expect(error.message).toContain(holder);
				}
				expect(sut.clock?.now().getTime()).toBe(elapsed);
				await sut.unlock(target);
				expect(await stateOf(sut, target)).toEqual(before);
			});

			law(`takes ${method} again once it is unlocked`, async (sut) => {
				const { target, snapshot } = await prepared(sut);
				await sut.lock(target);
				await sut.unlock(target);
				if (feature !== undefined && !supports(sut, feature)) {
					await refusal(act(sut, target, snapshot), 'UNSUPPORTED', target.name);
					return;
				}
				await expect(act(sut, target, snapshot)).resolves.not.toThrow();
			});
		}

		law('can still be read', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			await sut.lock(target);
			expect((await present(sut, target)).id).toBe(target.id);
			expect((await list(sut, target)).map(({ id }) => id)).toEqual([snapshot.id]);
			await sut.unlock(target);
		});

		law('is no obstacle for another target', async (sut) => {
			const { runningWithAgent: target, runningWithoutAgent: neighbour } = sut.targets;
			await withNeighbour(sut, [target, neighbour], async () => {
				await sut.lock(target);
				const made = await take(sut, neighbour, 'nightly-1');
				expect(await list(sut, neighbour)).toEqual([made]);
				await sut.unlock(target);
			});
		});
	});

async function prepared(
	sut: SystemUnderTest,
): Promise<{ target: Target; snapshot: SystemSnapshot }> {
	const target = sut.targets.runningWithAgent;
	await sut.write(target, 'before');
	const snapshot = await take(sut, target, 'nightly-1');
	await sut.write(target, 'after');
	return { target, snapshot };
}
