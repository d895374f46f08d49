import type { SystemSnapshot, Target } from '../../snapshots/model';
import { find, gone, hasLineage, lawsOn, list, missing, patient, powerFor, present } from './laws';
import { refusal, stateOf, take, whereSupported, withNeighbour } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const deleteLaws = (make: SystemUnderTestFactory): void =>
	describe('deleteSnapshot', () => {
		const law = lawsOn(make);

		law('resolves when the snapshot is gone', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const [older, newer] = await two(sut, target);
			await whereDeleting(sut, target, newer, async () => {
				await remove(sut, target, newer);
				expect((await list(sut, target)).map(({ id }) => id)).toEqual([older.id]);
			});
		});

		law('succeeds when the snapshot is already gone', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const [older] = await two(sut, target);
			await whereDeleting(sut, target, older, async () => {
				await remove(sut, target, older);
				const before = await stateOf(sut, target);
				await remove(sut, target, older);
				await remove(sut, target, missing(older));
				expect(await stateOf(sut, target)).toEqual(before);
			});
		});

		for (const kind of ['runningWithAgent', 'stopped'] as const) {
			law(`leaves the live state of a ${kind} target as it was`, async (sut) => {
				const target = sut.targets[kind];
				const [older, newer] = await two(sut, target);
				await whereDeleting(sut, target, older, async () => {
					for (const snapshot of [older, newer]) {
						await remove(sut, target, snapshot);
						expect(await sut.read(target)).toBe('live');
						expect(await present(sut, target)).toEqual(target);
					}
					expect(await list(sut, target)).toEqual([]);
				});
			});
		}

		law('keeps the children of a deleted snapshot, re-parented', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const first = await take(sut, target, 'nightly-1');
			await whereDeleting(sut, target, first, async () => {
				const second = await take(sut, target, 'nightly-2');
				const third = await take(sut, target, 'nightly-3');
				await remove(sut, target, first);
				expect((await find(sut, target, second.id)).parentId).toBeUndefined();
				const parent = hasLineage(sut) ? second.id : undefined;
				expect((await find(sut, target, third.id)).parentId).toBe(parent);
			});
		});

		law('keeps the content of a child whose parent is deleted', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const [older, newer] = await two(sut, target);
			await whereDeleting(sut, target, older, async () => {
				await remove(sut, target, older);
				const power = powerFor(target, 'running');
				const attempt = () => sut.driver.revertToSnapshot(target, newer, { power }, patient());
				await whereSupported(sut, 'revert', target, attempt, async () => {
					await attempt();
					expect(await sut.read(target)).toBe('second');
				});
			});
		});

		law('makes the parent current when the current snapshot is deleted', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const [older, newer] = await two(sut, target);
			await whereDeleting(sut, target, newer, async () => {
				await remove(sut, target, newer);
				expect((await find(sut, target, older.id)).current).toBe(hasLineage(sut));
			});
		});

		law('touches no other target’s snapshot of the same name', async (sut) => {
			const { runningWithAgent: target, runningWithoutAgent: neighbour } = sut.targets;
			await withNeighbour(sut, [target, neighbour], async () => {
				const snapshot = await take(sut, target, 'nightly-1');
				await take(sut, neighbour, 'nightly-1');
				const before = await stateOf(sut, neighbour);
				await whereDeleting(sut, target, snapshot, async () => {
					await remove(sut, target, snapshot);
					expect(await stateOf(sut, neighbour)).toEqual(before);
				});
			});
		});

		law('frees the name for a new snapshot', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const snapshot = await take(sut, target, 'nightly-1');
			await whereDeleting(sut, target, snapshot, async () => {
				await remove(sut, target, snapshot);
				const again = await take(sut, target, 'nightly-1');
				expect((await list(sut, target)).map(({ id }) => id)).toEqual([again.id]);
			});
		});

		law('answers NOT_FOUND for a target that is gone', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const [older] = await two(sut, target);
			await whereDeleting(sut, target, older, async () => {
				const call = remove(sut, gone(target), older);
				await refusal(call, 'NOT_FOUND', gone(target).name);
			});
		});
	});

async function two(
	sut: SystemUnderTest,
	target: Target,
): Promise<[SystemSnapshot, SystemSnapshot]> {
	await sut.write(target, 'first');
	const older = await take(sut, target, 'nightly-1');
	await sut.write(target, 'second');
	const newer = await take(sut, target, 'nightly-2');
	await sut.write(target, 'live');
	return [older, newer];
}

const remove = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
): Promise<void> => await sut.driver.deleteSnapshot(target, snapshot, patient());

const whereDeleting = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	law: () => Promise<void>,
): Promise<void> =>
	await whereSupported(sut, 'delete', target, () => remove(sut, target, snapshot), law);
