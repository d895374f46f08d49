import type { SnapshotDriver } from '../../snapshots/driver';
import type { Connection } from '../../snapshots/connection';
import type { Target } from '../../snapshots/model';
import {
	createSnapshot,
	type CreateOutcome,
} from '../../snapshots/operations/create/createSnapshot';
import { findTarget } from '../../snapshots/operations/findTarget';
import { removeSnapshot } from '../../snapshots/operations/remove';
import { systemClock } from '../../test/support/systemClock';

const PAIRS = 50;
/** The pairs are done in turns of these many, so that whatever else the machine does burdens both alike. */
const TURN = 10;
const PATIENCE = { waitWhileLockedSeconds: 60, timeLimitSeconds: 300 };

/** Makes one snapshot of one target and removes it, in whatever way. */
export type Pair = (targetName: string, snapshotName: string) => Promise<void>;

interface Comparison {
	/** As many as there are to be workers at most. */
	readonly targets: readonly string[];
	readonly ours: Pair;
	readonly theirs: Pair;
	/** What theirs are, for the printed line. */
	readonly theirWords: string;
	readonly system: string;
}

/** Prints one line for each parallelism. */
export async function comparePairs(what: Comparison): Promise<void> {
	for (const workers of [1, 8]) {
		const spent = { ours: 0, theirs: 0 };
		for (let from = 0; from < PAIRS; from += TURN) {
			spent.ours += await timed(() => turn(what.ours, what.targets, `${workers}-${from}`, workers));
			spent.theirs += await timed(() =>
				turn(what.theirs, what.targets, `${workers}-${from}`, workers),
			);
		}
		const { ours, theirs } = spent;
		console.log(
			`${what.system}: create + delete of ${PAIRS} snapshots, verified, ${workers} at a time: ${ours.toFixed(0)} ms; ${what.theirWords}: ${theirs.toFixed(0)} ms; ratio ${(ours / theirs).toFixed(2)} (goal: below 1)`,
		);
	}
}

async function turn(
	pair: Pair,
	targets: readonly string[],
	key: string,
	workers: number,
): Promise<void> {
	let next = 0;
	const work = async (worker: number): Promise<void> => {
		// One target a worker: they would wait for each other.
		const target = targets[worker] ?? '';
		while (next < TURN) {
			next += 1;
			await pair(target, `bench-${key}-${next}`);
		}
	};
	await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
}

type Make = (targetName: string, runKey: string) => Promise<CreateOutcome>;

/** By the operations that nodes and the command line run: named, marked, checked, read back and confirmed. */
export async function pairByOperations(
	driver: SnapshotDriver,
	targetNames: readonly string[],
): Promise<Pair> {
	const make = await makeByOperations(driver, targetNames);
	return async (targetName, runKey) => {
		const { target, snapshot } = await make(targetName, runKey);
		const choice = { by: 'id', value: snapshot.id } as const;
		const order = { includeForeign: false, preview: false, patience: PATIENCE };
		await removeSnapshot(connectionOf(driver), target, { ...order, snapshot: choice });
	};
}

/** The first half of it. */
export async function makeByOperations(
	driver: SnapshotDriver,
	targetNames: readonly string[],
): Promise<Make> {
	const on = connectionOf(driver);
	const targets = new Map<string, Target>();
	for (const value of targetNames) {
		targets.set(value, await findTarget(on, { level: 'vm', by: 'name', value }, on.signal));
	}
	return async (targetName, runKey) => {
		const target = targets.get(targetName);
		if (target === undefined) throw new Error(`${targetName} is no target of this benchmark`);
		return await createSnapshot(on, target, {
			identity: { profile: 'Bench', runKey },
			memory: false,
			quiesce: 'off',
			patience: PATIENCE,
		});
	};
}

const { signal } = new AbortController();
const connectionOf = (driver: SnapshotDriver): Connection => ({
	...{ driver, clock: systemClock, signal, random: Math.random },
});

export async function timed(work: () => Promise<void>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}
