import type { SnapshotChange } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { capabilities, find, hasLineage, lawsOn, list, missing, patient } from './laws';
import { refusal, supports, take } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export const updateLaws = (make: SystemUnderTestFactory): void =>
	describe('updateSnapshot', () => {
		const law = lawsOn(make);

		law('is there exactly when the capabilities say so', async (sut) => {
			expect(sut.driver.updateSnapshot !== undefined).toBe(supports(sut, 'update'));
		});

		law('changes the description and nothing else', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			const description = 'Released by “Zoë” ☂\n[not a mark]';
			if (sut.driver.updateSnapshot === undefined) return lacks(sut);
			if (capabilities(sut).markIn === 'name') {
				const call = update(sut, target, snapshot, { description });
				await refusal(call, 'UNSUPPORTED', target.name);
				expect((await find(sut, target, snapshot.id)).description).toBe('');
				return;
			}
			const changed = await update(sut, target, snapshot, { description });
			expect(changed).toEqual({ ...snapshot, description });
			expect(await find(sut, target, snapshot.id)).toEqual(changed);
		});

		law('keeps parents, children and the current one as they were', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			const child = await take(sut, target, 'nightly-2');
			if (capabilities(sut).markIn === 'name') return lacks(sut);
			if (sut.driver.updateSnapshot === undefined) return lacks(sut);
			await update(sut, target, snapshot, { description: 'changed' });
			expect(await find(sut, target, child.id)).toEqual(child);
			expect((await list(sut, target)).filter(({ current }) => current)).toEqual(
				hasLineage(sut) ? [child] : [],
			);
		});

		law('changes and clears an expiry that the system enforces', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			if (sut.driver.updateSnapshot === undefined) return lacks(sut);
			const expiresAt = new Date(
				Math.ceil(snapshot.createdAt.getTime() / 1000) * 1000 + 86_400_000,
			);
			if (!supports(sut, 'nativeExpiry')) {
				const call = update(sut, target, snapshot, { expiresAt });
				await refusal(call, 'UNSUPPORTED', target.name);
				expect(await find(sut, target, snapshot.id)).toEqual(snapshot);
				return;
			}
			expect((await update(sut, target, snapshot, { expiresAt })).expiresAt).toEqual(expiresAt);
			const cleared = await update(sut, target, snapshot, { expiresAt: null });
			expect(cleared.expiresAt).toBeUndefined();
		});

		law('holds and releases, or says that the system has no hold', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			if (sut.driver.updateSnapshot === undefined) return lacks(sut);
			const outcome = await update(sut, target, snapshot, { held: true }).catch(
				(error: unknown) => error,
			);
			if (outcome instanceof Error) {
				await refusal(Promise.reject(outcome), 'UNSUPPORTED', target.name);
				expect(await find(sut, target, snapshot.id)).toEqual(snapshot);
				return;
			}
			expect((await find(sut, target, snapshot.id)).held).toBe(true);
			await refusal(
				sut.driver.deleteSnapshot(target, snapshot, patient()),
				supports(sut, 'delete') ? 'CONFLICT' : 'UNSUPPORTED',
				target.name,
			);
			expect((await update(sut, target, snapshot, { held: false })).held).toBe(false);
		});

		law('answers NOT_FOUND for a snapshot that is gone', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			if (sut.driver.updateSnapshot === undefined) return lacks(sut);
			const change = capabilities(sut).markIn === 'name' ? {} : { description: 'changed' };
			const call = update(sut, target, missing(snapshot), change);
			await refusal(call, 'NOT_FOUND', target.name, missing(snapshot).name);
			expect(await list(sut, target)).toEqual([snapshot]);
		});
	});

async function prepared(
	sut: SystemUnderTest,
): Promise<{ target: Target; snapshot: SystemSnapshot }> {
	const target = sut.targets.runningWithAgent;
	const snapshot = await take(sut, target, 'nightly-1', { description: 'as it was' });
	return { target, snapshot };
}

async function update(
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	change: SnapshotChange,
): Promise<SystemSnapshot> {
	if (sut.driver.updateSnapshot === undefined) throw new Error('The driver has no updateSnapshot');
	return await sut.driver.updateSnapshot(target, snapshot, change, patient());
}

/** The way out must be told where there is nothing to call. */
function lacks(sut: SystemUnderTest): void {
	const support = capabilities(sut).features.update;
	if (support.supported) expect(capabilities(sut).markIn).toBe('name');
	else expect(support.instead.trim()).not.toBe('');
}
