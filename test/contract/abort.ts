import type { RestoreRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { comeToRest } from '../support/clock';
import { rejectionOf } from '../support/thrownBy';
import { lawsOn, list, powerFor, restoreRequest, stateOf, supports, take } from './laws';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

interface Case {
	readonly sut: SystemUnderTest;
	readonly target: Target;
	readonly snapshot: SystemSnapshot;
	readonly restoring: RestoreRequest;
	readonly signal: AbortSignal;
}

const CALLS: Readonly<Record<string, (on: Case) => Promise<unknown>>> = {
	describeSystem: ({ sut, signal }) => sut.driver.describeSystem(signal),
	inventory: async ({ sut, signal }) => {
		const query = { level: sut.level, withSnapshots: true };
		for await (const entry of sut.driver.inventory(query, signal)) expect(entry).toBeDefined();
	},
	readTarget: ({ sut, target, signal }) => sut.driver.readTarget(target, signal),
	listSnapshots: ({ sut, target, signal }) => sut.driver.listSnapshots(target, signal),
	createSnapshot: ({ sut, target, signal }) =>
		sut.driver.createSnapshot(target, sut.request({ name: 'nightly-2' }), signal),
	revertToSnapshot: ({ sut, target, snapshot, signal }) =>
		sut.driver.revertToSnapshot(target, snapshot, { power: powerFor(target, 'running') }, signal),
	restoreAsNew: ({ sut, target, snapshot, restoring, signal }) =>
		sut.driver.restoreAsNew(target, snapshot, restoring, signal),
	deleteSnapshot: ({ sut, target, snapshot, signal }) =>
		sut.driver.deleteSnapshot(target, snapshot, signal),
};

const FEATURE_OF = {
	revertToSnapshot: 'revert',
	restoreAsNew: 'restoreAsNew',
	deleteSnapshot: 'delete',
} as const;

export const abortLaws = (make: SystemUnderTestFactory): void =>
	describe('an aborted signal', () => {
		const law = lawsOn(make);

		for (const [method, call] of Object.entries(CALLS)) {
			law(`keeps ${method} from beginning`, async (sut) => {
				const { target, snapshot, restoring } = await prepared(sut);
				const before = await stateOf(sut, target);
				const reason = new Error('the person cancelled');
				const signal = AbortSignal.abort(reason);
				await rejects(sut, method, call({ sut, target, snapshot, restoring, signal }), reason);
				expect(await stateOf(sut, target)).toEqual(before);
			});

			law(`ends ${method} at once with its reason`, async (sut) => {
				const { target, snapshot, restoring } = await prepared(sut);
				await sut.stall?.();
				const ending = new AbortController();
				const reason = new Error('the person cancelled');
				const pending = call({ sut, target, snapshot, restoring, signal: ending.signal });
				const rejected = rejects(sut, method, pending, reason);
				if (sut.stall !== undefined) await comeToRest();
				ending.abort(reason);
				await rejected;
			});
		}

		law('leaves the driver fit for the next call', async (sut) => {
			const { target, snapshot } = await prepared(sut);
			const ending = new AbortController();
			const pending = sut.driver.listSnapshots(target, ending.signal);
			ending.abort(new Error('the person cancelled'));
			await expect(pending).rejects.toThrow('the person cancelled');
			expect((await list(sut, target)).map(({ id }) => id)).toEqual([snapshot.id]);
		});
	});

async function prepared(
	sut: SystemUnderTest,
): Promise<Pick<Case, 'target' | 'snapshot' | 'restoring'>> {
	const target = sut.targets.runningWithAgent;
	const snapshot = await take(sut, target, 'nightly-1');
	return { target, snapshot, restoring: await restoreRequest(sut, target, snapshot) };
}

/** What the system can't do at all may be refused before the signal is looked at. */
async function rejects(
	sut: SystemUnderTest,
	method: string,
	call: Promise<unknown>,
	reason: Error,
): Promise<void> {
	const feature = FEATURE_OF[method as keyof typeof FEATURE_OF] as
		(typeof FEATURE_OF)[keyof typeof FEATURE_OF] | undefined;
	if (feature === undefined || supports(sut, feature)) {
		await expect(call).rejects.toBe(reason);
		return;
	}
	const outcome = await rejectionOf(call);
	if (outcome !== reason) expect(outcome).toMatchObject({ code: 'UNSUPPORTED' });
}
