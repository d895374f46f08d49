import { LEVELS } from '../../snapshots/model';
import type { InventoryEntry, InventoryQuery } from '../../snapshots/driver';
import { distinct, everyTarget, lawsOn, list, patient, refusal, take } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const inventoryLaws = (make: SystemUnderTestFactory): void =>
	describe('inventory', () => {
		const law = lawsOn(make);

		law('streams each target once, as reading it would', async (sut) => {
			const entries = await inventory(sut, { withSnapshots: false });
			const targets = entries.map(({ target }) => target);
			expect(targets).toHaveLength(everyTarget(sut).length);
			expect(targets).toEqual(expect.arrayContaining(everyTarget(sut)));
		});

		law('brings snapshots along exactly when asked', async (sut) => {
			for (const target of distinct([sut.targets.runningWithAgent, sut.targets.stopped])) {
				await take(sut, target, 'nightly-1');
			}
			for (const entry of await inventory(sut, { withSnapshots: false })) {
				expect(entry).not.toHaveProperty('snapshots');
			}
			for (const { target, snapshots } of await inventory(sut, { withSnapshots: true })) {
				expect(snapshots).toEqual(await list(sut, target));
			}
		});

		law('finds by a part of the name, whatever its case', async (sut) => {
			const wanted = sut.targets.stopped;
			for (const part of [wanted.name, wanted.name.toUpperCase(), wanted.name.slice(1)]) {
				const found = await inventory(sut, { nameContains: part, withSnapshots: true });
				expect(found.map(({ target }) => target)).toContainEqual(wanted);
				for (const { target } of found) {
					expect(target.name.toLowerCase()).toContain(part.toLowerCase());
				}
			}
		});

		law('takes the search text as it is, not as a pattern', async (sut) => {
			for (const nameContains of ['.*', '%', '*', "'; true", 'no such name']) {
				expect(await inventory(sut, { nameContains, withSnapshots: false })).toEqual([]);
			}
		});

		law('can be left in the middle', async (sut) => {
			const query = { level: sut.level, withSnapshots: true };
			for await (const { target } of sut.driver.inventory(query, patient())) {
				expect(target.id).not.toBe('');
				break;
			}
			expect(await inventory(sut, { withSnapshots: false })).toHaveLength(everyTarget(sut).length);
		});

		law('needs no more requests for a hundred targets than for a few', async (sut) => {
			if (sut.grow === undefined || sut.requests === undefined) {
				const entries = await inventory(sut, { withSnapshots: true });
				expect(entries).toHaveLength(everyTarget(sut).length);
				return;
			}
			const few = await costOf(sut, 3);
			await sut.grow(97);
			// A second page may be needed; a request for each target may not.
			expect(await costOf(sut, 100)).toBeLessThanOrEqual(few + 3);
		});

		law('refuses a level that the system does not have', async (sut) => {
			const lacking = LEVELS.filter((level) => sut.driver.capabilities.levels[level] === undefined);
			for (const level of lacking) {
				const call = inventory(sut, { withSnapshots: false, level });
				const error = await refusal(call, 'UNSUPPORTED');
				expect(error.message).toContain(level);
			}
			expect(sut.driver.capabilities.levels[sut.level]).toBeDefined();
		});
	});

async function inventory(
	sut: SystemUnderTest,
	query: Partial<InventoryQuery> & Pick<InventoryQuery, 'withSnapshots'>,
): Promise<InventoryEntry[]> {
	const entries: InventoryEntry[] = [];
	const whole = { level: sut.level, ...query };
	for await (const entry of sut.driver.inventory(whole, patient())) entries.push(entry);
	return entries;
}

async function costOf(sut: SystemUnderTest, targets: number): Promise<number> {
	const before = sut.requests?.() ?? 0;
	const entries = await inventory(sut, { withSnapshots: true });
	expect(entries).toHaveLength(targets);
	expect(entries.filter(({ snapshots }) => snapshots?.length === 2)).toHaveLength(
		targets === 3 ? 0 : 97,
	);
	return (sut.requests?.() ?? 0) - before;
}
