import type { Feature, LevelCapabilities } from '../../snapshots/capabilities';
import type { CreateRequest, RestoreRequest, RevertRequest } from '../../snapshots/driver';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { Level, SystemSnapshot, Target, TargetRef } from '../../snapshots/model';
import type { SystemUnderTest, SystemUnderTestFactory } from './systemUnderTest';

export type Law = (title: string, body: (sut: SystemUnderTest) => Promise<void>) => void;

/** A test that gets a fresh system of its own. */
export const lawsOn =
	(make: SystemUnderTestFactory): Law =>
	(title, body) => {
		it(title, async () => {
			const sut = await make();
			try {
				await body(sut);
			} finally {
				await sut.close();
			}
		});
	};

/** A signal that never aborts. */
export const patient = (): AbortSignal => new AbortController().signal;

export function capabilities(sut: SystemUnderTest): LevelCapabilities {
	const found = sut.driver.capabilities.levels[sut.level];
	if (found === undefined) throw new Error(`The driver declares nothing for ${sut.level}`);
	return found;
}

export const supports = (sut: SystemUnderTest, feature: Feature): boolean =>
	capabilities(sut).features[feature].supported;

export async function take(
	sut: SystemUnderTest,
	target: Target,
	name: string,
	overrides: Partial<CreateRequest> = {},
): Promise<SystemSnapshot> {
	const request = sut.request({ ...overrides, name });
	return await sut.driver.createSnapshot(target, request, patient());
}

export const list = async (
	sut: SystemUnderTest,
	target: TargetRef,
): Promise<readonly SystemSnapshot[]> => await sut.driver.listSnapshots(target, patient());

export async function find(
	sut: SystemUnderTest,
	target: TargetRef,
	id: string,
): Promise<SystemSnapshot> {
	const found = (await list(sut, target)).find((snapshot) => snapshot.id === id);
	if (found === undefined) throw new Error(`Snapshot ${id} of ${target.name} is not listed`);
	return found;
}

export const present = async (sut: SystemUnderTest, target: TargetRef): Promise<Target> =>
	await sut.driver.readTarget(target, patient());

/** Each once: of some levels there is but one target. */
export const distinct = (targets: readonly Target[]): Target[] => [
	...new Map(targets.map((target) => [target.id, target])).values(),
];

export const everyTarget = (sut: SystemUnderTest): Target[] => distinct(Object.values(sut.targets));

/** Runs a law about two targets. Where there is but one, that must be the truth of the system. */
export async function withNeighbour(
	sut: SystemUnderTest,
	[target, neighbour]: readonly [Target, Target],
	law: () => Promise<void>,
): Promise<void> {
	if (target.id !== neighbour.id) return await law();
	const seen: string[] = [];
	const query = { level: sut.level, withSnapshots: false };
	for await (const entry of sut.driver.inventory(query, patient())) seen.push(entry.target.id);
	expect(seen).toEqual([target.id]);
}

/** Whether the live state, and each snapshot, descends from the snapshot before. */
export const hasLineage = (sut: SystemUnderTest): boolean => sut.lineage !== 'none';

/** Whether a snapshot bears the name that was ordered. Where no mark can travel, the system names it itself. */
export const keepsNames = (sut: SystemUnderTest): boolean => capabilities(sut).markIn !== 'nowhere';

/** The power state to ask for: what has no power to switch can only stay as it is. */
export const powerFor = (
	{ powerState }: Target,
	wanted: 'running' | 'stopped',
): RevertRequest['power'] => (powerState === 'none' ? 'asSnapshot' : wanted);

/** An order for a new target; of a part, where snapshots are brought back in parts only. */
export async function restoreRequest(
	sut: SystemUnderTest,
	target: Target,
	snapshot: SystemSnapshot,
	overrides: Partial<RestoreRequest> = {},
): Promise<RestoreRequest> {
	const more = await sut.restoring?.(target, snapshot);
	return { name: 'copy-01', connectNetwork: false, powerOn: false, ...more, ...overrides };
}

/** The level of what a restore as new makes. */
export const levelOfNew = (sut: SystemUnderTest): Level =>
	capabilities(sut).parts?.[0] ?? sut.level;

/** Everything that a refused call must leave as it was. */
export async function stateOf(sut: SystemUnderTest, target: TargetRef): Promise<unknown> {
	const snapshots = (await list(sut, target))
		.map(({ sizeBytes: _grows, ...snapshot }) => snapshot)
		.sort((a, b) => (a.id < b.id ? -1 : 1));
	return { target: await present(sut, target), snapshots, content: await sut.read(target) };
}

/** The error of a call that must fail, proven to be one that helps a person. */
export async function refusal(
	call: Promise<unknown>,
	code: ErrorCode,
	...named: readonly string[]
): Promise<SnapshotError> {
	const error: unknown = await call.then(
		() => new Error(`Expected ${code}, but the call succeeded`),
		(reason: unknown) => reason,
	);
	if (!(error instanceof SnapshotError)) throw error;
	expect(error.code).toBe(code);
	expect(error.advice.trim()).not.toBe('');
	for (const name of named) expect(error.message).toContain(name);
	return error;
}

/**
 * Runs the law where the system has the feature. Where the capabilities deny it, the attempt must be refused
 * with the target's name and a way out, before anything was changed.
 */
export async function whereSupported(
	sut: SystemUnderTest,
	feature: Feature,
	target: Target,
	attempt: () => Promise<unknown>,
	law: () => Promise<void>,
): Promise<void> {
	const support = capabilities(sut).features[feature];
	if (support.supported) return await law();
	expect(support.reason.trim()).not.toBe('');
	expect(support.instead.trim()).not.toBe('');
	const before = await stateOf(sut, target);
	const error = await refusal(attempt(), 'UNSUPPORTED', target.name);
	expect(error.target).toMatchObject({ level: target.level, id: target.id });
	expect(await stateOf(sut, target)).toEqual(before);
}

/** A snapshot as it was before somebody removed it. */
export const missing = (snapshot: SystemSnapshot): SystemSnapshot => ({
	...snapshot,
	id: `${snapshot.id}-gone`,
	name: `${snapshot.name}-gone`,
});

export const gone = (target: Target): Target => ({
	...target,
	id: '00000000-dead-4bad-8bad-000000000000',
	name: 'nobody-01',
});
