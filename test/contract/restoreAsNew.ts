import type { RestoreRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { gone, lawsOn, levelOfNew, list, missing, patient, present } from './laws';
import { refusal, restoreRequest, stateOf, take, whereSupported } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const restoreAsNewLaws = (make: SystemUnderTestFactory): void =>
	describe('restoreAsNew', () => {
		const law = lawsOn(make);

		for (const kind of ['runningWithAgent', 'stopped'] as const) {
			law(`makes a new target with the content of a ${kind} target’s snapshot`, async (sut) => {
				const { target, snapshot } = await prepared(sut, kind);
				await whereRestoring(sut, target, snapshot, async () => {
					const made = await restore(sut, target, snapshot);
					expect(made).toMatchObject({
						level: levelOfNew(sut),
						name: 'copy-01',
						powerState: isPowered(sut) ? 'stopped' : 'none',
					});
					expect(made.id).not.toBe(target.id);
					expect(await present(sut, made)).toEqual(made);
					expect(await sut.read(made)).toBe('before');
					expect(await list(sut, made)).toEqual([]);
				});
			});

			law(`leaves a ${kind} source, its snapshots and its network untouched`, async (sut) => {
				const { target, snapshot } = await prepared(sut, kind);
				const before = await stateOf(sut, target);
				const network = await sut.network?.(target);
				await whereRestoring(sut, target, snapshot, async () => {
					const made = await restore(sut, target, snapshot, { powerOn: true });
					await sut.write(made, 'the copy goes its own way');
					expect(await stateOf(sut, target)).toEqual(before);
					expect(await sut.network?.(target)).toEqual(network);
				});
			});
		}

		law('is unplugged from the network unless asked otherwise', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'runningWithAgent');
			await whereRestoring(sut, target, snapshot, async () => {
				const isolated = await restore(sut, target, snapshot);
				const plugged = await restore(sut, target, snapshot, {
					name: 'copy-02',
					connectNetwork: true,
				});
				if (sut.network === undefined) {
					expect([isolated.name, plugged.name]).toEqual(['copy-01', 'copy-02']);
					return;
				}
				expect((await sut.network(isolated)).connected).toBe(false);
				expect((await sut.network(plugged)).connected).toBe(true);
			});
		});

		law('gives new network addresses either way', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'runningWithAgent');
			await whereRestoring(sut, target, snapshot, async () => {
				const first = await restore(sut, target, snapshot, { connectNetwork: true });
				const second = await restore(sut, target, snapshot, { name: 'copy-02' });
				const { network } = sut;
				if (network === undefined) {
					expect(new Set([target.id, first.id, second.id]).size).toBe(3);
					return;
				}
				const all = await Promise.all([target, first, second].map((each) => network(each)));
				const addresses = all.flatMap((one) => one.addresses);
				// The second may have been unplugged by taking its cards out.
				for (const { addresses: own } of all.slice(0, 2)) expect(own).not.toEqual([]);
				expect(new Set(addresses).size).toBe(addresses.length);
			});
		});

		law('runs when it was asked to be powered on', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'stopped');
			await whereRestoring(sut, target, snapshot, async () => {
				const made = await restore(sut, target, snapshot, { powerOn: true });
				const powerState = isPowered(sut) ? 'running' : 'none';
				expect(made.powerState).toBe(powerState);
				expect((await present(sut, made)).powerState).toBe(powerState);
			});
		});

		law('can be snapshotted like any other target', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'stopped');
			await whereRestoring(sut, target, snapshot, async () => {
				const made = await restore(sut, target, snapshot);
				const own = await take(sut, made, 'nightly-1');
				expect(await list(sut, made)).toEqual([own]);
			});
		});

		law('answers CONFLICT to a name that is taken, with nothing half-made', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'runningWithAgent');
			await whereRestoring(sut, target, snapshot, async () => {
				const [name = ''] = await namesOf(sut);
				expect(name).not.toBe('');
				await refuses(sut, target, () => {
					return refusal(restore(sut, target, snapshot, { name }), 'CONFLICT', name);
				});
			});
		});

		law('answers NOT_FOUND for a snapshot that is gone, with nothing half-made', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'runningWithAgent');
			await whereRestoring(sut, target, missing(snapshot), async () => {
				await refuses(sut, target, () => {
					const call = restore(sut, target, missing(snapshot));
					return refusal(call, 'NOT_FOUND', target.name, missing(snapshot).name);
				});
			});
		});

		law('answers NOT_FOUND for a target that is gone, with nothing half-made', async (sut) => {
			const { target, snapshot } = await prepared(sut, 'runningWithAgent');
			await whereRestoring(sut, target, snapshot, async () => {
				await refuses(sut, target, () => {
					return refusal(restore(sut, gone(target), snapshot), 'NOT_FOUND', gone(target).name);
				});
			});
		});
	});

async function prepared(
	sut: SystemUnderTest,
	kind: keyof SystemUnderTest['targets'],
): Promise<{ target: Target; snapshot: SystemSnapshot }> {
	const target = sut.targets[kind];
	await sut.write(target, 'before');
	const snapshot = await take(sut, target, 'nightly-1');
	await sut.write(target, 'after');
	return { target, snapshot };
}

/** Whether what is made has power to switch: a VM out of a system snapshot has, a volume has not. */
const isPowered = (sut: SystemUnderTest): boolean =>
	levelOfNew(sut) !== sut.level || sut.targets.stopped.powerState !== 'none';

/** No new target came to be, and the source is as it was. */
async function refuses(
	sut: SystemUnderTest,
	source: Target,
	attempt: () => Promise<unknown>,
): Promise<void> {
	const before = { names: await namesOf(sut), source: await stateOf(sut, source) };
	await attempt();
	expect({ names: await namesOf(sut), source: await stateOf(sut, source) }).toEqual(before);
}

async function namesOf(sut: SystemUnderTest): Promise<string[]> {
	const names: string[] = [];
	const query = { level: levelOfNew(sut), withSnapshots: false };
	for await (const { target } of sut.driver.inventory(query, patient())) names.push(target.name);
	return names.sort();
}

const restore = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	overrides: Partial<RestoreRequest> = {},
): Promise<Target> => {
	const request = await restoreRequest(sut, target, snapshot, overrides);
	return await sut.driver.restoreAsNew(target, snapshot, request, patient());
};

const whereRestoring = async (
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	law: () => Promise<void>,
): Promise<void> =>
	await whereSupported(sut, 'restoreAsNew', target, () => restore(sut, target, snapshot), law);
