import type { RevertRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { find, gone, hasLineage, lawsOn, list, missing, patient, powerFor, present } from './laws';
import { refusal, stateOf, take, whereSupported, withNeighbour } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const revertLaws = (make: SystemUnderTestFactory): void =>
	describe('revertToSnapshot', () => {
		const law = lawsOn(make);

		for (const kind of ['runningWithAgent', 'stopped'] as const) {
			for (const power of ['running', 'stopped'] as const) {
				law(`brings the content of a ${kind} target back and ends ${power}`, async (sut) => {
					const target = sut.targets[kind];
					const snapshot = await snapshotOf(sut, target, 'before');
					await whereReverting(sut, target, snapshot, async () => {
						const reverted = await revert(sut, target, snapshot, power);
						expect(await sut.read(target)).toBe('before');
						const powerState = target.powerState === 'none' ? 'none' : power;
						expect(reverted).toMatchObject({ id: target.id, name: target.name, powerState });
						expect(await present(sut, target)).toEqual(reverted);
					});
				});
			}
		}

		law('leaves the snapshot in place, and makes it the current one', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const snapshot = await snapshotOf(sut, target, 'before');
			await whereReverting(sut, target, snapshot, async () => {
				await revert(sut, target, snapshot, 'running');
				expect(await list(sut, target)).toMatchObject([
					{ id: snapshot.id, name: snapshot.name, state: 'ready', current: hasLineage(sut) },
				]);
				await sut.write(target, 'after again');
				await revert(sut, target, snapshot, 'running');
				expect(await sut.read(target)).toBe('before');
			});
		});

		law('brings back what was in the memory of a running target', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const attempt = () => take(sut, target, 'nightly-1', { memory: true });
			await whereSupported(sut, 'memory', target, attempt, async () => {
				await memoryOf(sut).write(target, 'a game in progress');
				const snapshot = await attempt();
				await memoryOf(sut).write(target, 'game over');
				await whereReverting(sut, target, snapshot, async () => {
					await revert(sut, target, snapshot, 'asSnapshot');
					expect(await memoryOf(sut).read(target)).toBe('a game in progress');
					expect((await present(sut, target)).powerState).toBe('running');
				});
			});
		});

		law('goes back past newer snapshots and keeps them, or says that it can’t', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const older = await snapshotOf(sut, target, 'first');
			const newer = await snapshotOf(sut, target, 'second');
			await whereReverting(sut, target, older, async () => {
				const before = await stateOf(sut, target);
				if ((await find(sut, target, older.id)).revertOnlyWhenNewest !== undefined) {
					await refusal(revert(sut, target, older, 'running'), 'CONFLICT', target.name, older.name);
					expect(await stateOf(sut, target)).toEqual(before);
					return;
				}
				await revert(sut, target, older, 'running');
				expect(await sut.read(target)).toBe('first');
				expect(await find(sut, target, older.id)).toMatchObject({ current: hasLineage(sut) });
				expect(await find(sut, target, newer.id)).toMatchObject({ current: false });
			});
		});

		law('touches no other target', async (sut) => {
			const { runningWithAgent: target, stopped: neighbour } = sut.targets;
			await withNeighbour(sut, [target, neighbour], async () => {
				const snapshot = await snapshotOf(sut, target, 'before');
				await snapshotOf(sut, neighbour, 'neighbour');
				const before = await stateOf(sut, neighbour);
				await whereReverting(sut, target, snapshot, async () => {
					await revert(sut, target, snapshot, 'running');
					expect(await stateOf(sut, neighbour)).toEqual(before);
				});
			});
		});

		law('answers NOT_FOUND for a snapshot that is gone, and changes nothing', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const snapshot = missing(await snapshotOf(sut, target, 'before'));
			await whereReverting(sut, target, snapshot, async () => {
				const before = await stateOf(sut, target);
				const call = revert(sut, target, snapshot, 'running');
				await refusal(call, 'NOT_FOUND', target.name, snapshot.name);
				expect(await stateOf(sut, target)).toEqual(before);
			});
		});

		law('answers NOT_FOUND for a target that is gone', async (sut) => {
			const target = sut.targets.runningWithAgent;
			const snapshot = await snapshotOf(sut, target, 'before');
			await whereReverting(sut, target, snapshot, async () => {
				const call = revert(sut, gone(target), snapshot, 'running');
				await refusal(call, 'NOT_FOUND', gone(target).name);
			});
		});
	});

/** Takes a snapshot of the given content, then goes on writing. */
async function snapshotOf(
	sut: SystemUnderTest,
	target: Target,
	content: string,
): Promise<SystemSnapshot> {
	await sut.write(target, content);
	const snapshot = await take(sut, target, `of-${content}`);
	await sut.write(target, 'after');
	return snapshot;
}

const revert = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	wanted: RevertRequest['power'],
): Promise<Target> => {
	const power = wanted === 'asSnapshot' ? wanted : powerFor(target, wanted);
	return await sut.driver.revertToSnapshot(target, snapshot, { power }, patient());
};

const whereReverting = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	law: () => Promise<void>,
): Promise<void> =>
	await whereSupported(
		sut,
		'revert',
		target,
		() => revert(sut, target, snapshot, 'asSnapshot'),
		law,
	);

function memoryOf(sut: SystemUnderTest): NonNullable<SystemUnderTest['memory']> {
	if (sut.memory !== undefined) return sut.memory;
	throw new Error('A system that declares memory snapshots must show its memory to the suite');
}
