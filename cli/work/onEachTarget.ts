import type { Connection } from '../../snapshots/connection';
import type { Target, TargetRef } from '../../snapshots/model';
import { readTargetNow } from '../../snapshots/operations/findTarget';
import { runJobs } from '../../snapshots/operations/jobs';
import { outcomeRecord, type JsonRecord, type Reported } from '../../snapshots/record';
import { plainText } from '../../snapshots/plainText';
import { actionInWords } from '../output/columns';
import { patienceOf, type ConnectionOptions } from './readOptions';
import type { Session } from './session';

export interface Result extends Reported {
	/** Why this part of the work did not happen. */
	readonly failure?: unknown;
}

/** What one command does to each target. */
export interface Verb<R extends Result> {
	/** Begins a line of progress: “taking a snapshot”. */
	readonly doing: string;
	readonly run: (on: Connection, target: Target) => Promise<readonly R[]>;
	/** Fields that this command adds to the common record, the same as its node does. */
	readonly extras?: (result: R) => JsonRecord;
}

/** What came of the work on one target. */
export interface Finished<R extends Result> {
	readonly target: TargetRef;
	readonly results: readonly R[];
	readonly records: readonly JsonRecord[];
	readonly failures: readonly unknown[];
}

/** What is to be done to one target. The same target may come several times. */
export interface Piece<R extends Result> {
	readonly target: TargetRef;
	readonly verb: Verb<R>;
}

export const onEachTarget = async <R extends Result>(
	session: Session,
	targets: readonly TargetRef[],
	options: ConnectionOptions,
	verb: Verb<R>,
): Promise<readonly Finished<R>[]> =>
	await doAll(
		session,
		targets.map((target) => ({ target, verb })),
		options,
	);

/**
 * Works on different targets side by side, on each of them in the order of its pieces. One target’s failure never
 * stops the others.
 */
export async function doAll<R extends Result>(
	session: Session,
	pieces: readonly Piece<R>[],
	options: ConnectionOptions,
): Promise<readonly Finished<R>[]> {
	const tell = progressOf(session, options);
	const jobs = pieces.map(({ target, verb }, at) => ({
		lane: `${target.level}\n${target.id}`,
		run: async (): Promise<Finished<R>> => {
			tell(at, pieces.length, `${target.name}: ${verb.doing}`);
			const finished = await workOn(session, target, options, verb);
			tell(at, pieces.length, `${target.name}: ${inShort(finished)}`);
			return finished;
		},
	}));
	return await runJobs(jobs, options.parallel);
}

async function workOn<R extends Result>(
	{ on, system }: Session,
	ref: TargetRef,
	options: ConnectionOptions,
	verb: Verb<R>,
): Promise<Finished<R>> {
	try {
		const target = await readTargetNow(on, ref, patienceOf(options));
		const all = await verb.run(on, target);
		const results = all.filter(({ failure }) => failure === undefined);
		const records = results.map((one) => outcomeRecord(system.id, one, verb.extras?.(one)));
		const failures = all.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
		return { target, results, records, failures };
	} catch (failure) {
		return { target: ref, results: [], records: [], failures: [failure] };
	}
}

function inShort<R extends Result>({ results, failures }: Finished<R>): string {
	const counts = new Map<string, number>();
	for (const { action } of results) counts.set(action, (counts.get(action) ?? 0) + 1);
	const said = [...counts].map(([action, count]) =>
		count === 1 ? actionInWords(action) : `${count} ${actionInWords(action)}`,
	);
	return [...said, ...(failures.length > 0 ? ['failed'] : [])].join(', ') || 'nothing to do';
}

type Tell = (at: number, all: number, text: string) => void;

function progressOf({ surroundings: { stderr } }: Session, { quiet }: ConnectionOptions): Tell {
	if (quiet) return () => undefined;
	return (at, all, text) => stderr.write(`[${at + 1}/${all}] ${plainText(text)}\n`);
}
