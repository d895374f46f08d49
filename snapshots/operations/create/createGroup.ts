import type { Connection } from '../../connection';
import { SnapshotError } from '../../errors';
import { makeMark } from '../../mark/mark';
import type { Snapshot, Target } from '../../model';
import { runJobs } from '../jobs';
import { removeVerified } from '../remove';
import { snapshotsOf } from '../snapshotsOf';
import { withinTimeLimit } from '../../waiting/timeLimit';
import { assertSupported } from '../support';
import { assertOrder, type CreateOrder } from './createOrder';
import { createSnapshot, type CreateOutcome } from './createSnapshot';
import { assertHoldable } from './unmarked';

export interface GroupMember {
	readonly on: Connection;
	readonly target: Target;
	readonly order: CreateOrder;
}

/** How close together the snapshots of a group were taken. */
export interface GroupSpread {
	readonly size: number;
	/** Between the oldest and the newest, by the systems' own clocks, which may count whole seconds only. */
	readonly spreadMilliseconds: number;
	/** From the first order to the last answer: no two are further apart than that. */
	readonly withinMilliseconds: number;
}

export type MemberResult =
	| { readonly outcome: CreateOutcome; readonly group: GroupSpread }
	/** What became of this member, and that the others went with it. */
	| { readonly failure: unknown };

/** More at once would only queue in the systems. */
const MOST_AT_ONCE = 32;

/**
 * Takes one snapshot of each member, as close together as the systems allow, or of none: if one can't be taken,
 * those that were are removed again. What was there before by the same identity counts as taken, and stays.
 */
export async function createGroup(members: readonly GroupMember[]): Promise<MemberResult[]> {
	const looks = await onAll(members, lookBefore);
	if (looks.some((look) => 'failure' in look)) {
		return members.map((member, at) => {
			const look = looks[at];
			return look !== undefined && 'failure' in look ? look : { failure: notBegun(member) };
		});
	}
	const start = now(members);
	const results = await onAll(members, async (member): Promise<MadeOrFailed> => {
		try {
			return { outcome: await createSnapshot(member.on, member.target, member.order) };
		} catch (failure) {
			return { failure };
		}
	});
	const withinMilliseconds = now(members) - start;
	const made = results.flatMap((one) => ('outcome' in one ? [one.outcome] : []));
	if (made.length === members.length) {
		const group = { size: made.length, spreadMilliseconds: spreadOf(made), withinMilliseconds };
		return made.map((outcome) => ({ outcome, group }));
	}
	return await onAll(members, async (member, at) => ({
		failure: await undo(member, results[at], looks[at]),
	}));
}

type MadeOrFailed = { readonly outcome: CreateOutcome } | { readonly failure: unknown };
type Look = { readonly before: ReadonlySet<string> } | { readonly failure: unknown };

/** All is checked that can be before anything is taken; and only what is not there yet may be taken back. */
async function lookBefore({ on, target, order }: GroupMember): Promise<Look> {
	try {
		assertOrder(on, target, order);
		assertHoldable(on, target, order);
		assertSupported(on, target, 'delete');
		return { before: new Set((await ofOrder({ on, target, order })).map(({ id }) => id)) };
	} catch (failure) {
		return { failure };
	}
}

/** All that bear the mark of this very order, in whatever state. */
async function ofOrder({ on, target, order }: GroupMember): Promise<Snapshot[]> {
	const { key } = makeMark(target, order.identity, order);
	const { timeLimitSeconds } = order.patience;
	const limited = { target, timeLimitSeconds, doing: `looking for snapshots of ${target.name}` };
	return await withinTimeLimit(on, limited, async (signal) =>
		(await snapshotsOf(on, target, signal)).filter(({ mark }) => mark?.key === key),
	);
}

/** What is told of a member when another one can’t have a snapshot. */
export function notBegun({ on, target }: Pick<GroupMember, 'on' | 'target'>): SnapshotError {
	const message = `No snapshot of ${target.name} was taken, since another VM of its group can’t have one`;
	const { system } = on.driver;
	return new SnapshotError('CONFLICT', message, { system, target, advice: SEE_OTHERS });
}

const now = ([first]: readonly GroupMember[]): number => first?.on.clock.now().getTime() ?? 0;

async function onAll<T>(
	members: readonly GroupMember[],
	work: (member: GroupMember, at: number) => Promise<T>,
): Promise<T[]> {
	const connections = [...new Set(members.map(({ on }) => on))];
	const jobs = members.map((member, at) => ({
		// Two orders of one target are two snapshots of it, one after the other; IDs are those of one connection.
		lane: `${connections.indexOf(member.on)}\n${member.target.level}\n${member.target.id}`,
		run: async () => await work(member, at),
	}));
	return await runJobs(jobs, Math.min(jobs.length, MOST_AT_ONCE));
}

function spreadOf(made: readonly CreateOutcome[]): number {
	const times = made.map(({ snapshot }) => snapshot.createdAt.getTime());
	return Math.max(...times) - Math.min(...times);
}

/** Takes back what was made for this member, and says what is left of it. */
async function undo(
	member: GroupMember,
	result: MadeOrFailed | undefined,
	look: Look | undefined,
): Promise<unknown> {
	const { on, target } = member;
	const details = { system: on.driver.system, target, advice: SEE_OTHERS };
	const before = look !== undefined && 'before' in look ? look.before : new Set<string>();
	const failure = result !== undefined && 'failure' in result ? result.failure : undefined;
	try {
		const removed = await removeMade(member, before);
		if (failure !== undefined) return failure;
		const message =
			removed.length === 0
				? `The group of ${target.name} is not whole. Its own snapshot was there before, and stays`
				: `Snapshot ${removed.join(', ')} of ${target.name} was taken and removed again, since another VM of its group failed`;
		return new SnapshotError('CONFLICT', message, details);
	} catch (cause) {
		if (failure !== undefined) return failure;
		const why = cause instanceof Error ? cause.message : String(cause);
		const message = `A snapshot of ${target.name} was taken for a group that is not whole, and could not be removed again: ${why}`;
		const advice = `Delete it. ${SEE_OTHERS}`;
		return new SnapshotError('TASK_FAILED', message, { ...details, advice, cause });
	}
}

const SEE_OTHERS = 'See what failed on the others, then run again.';

/** Of a member that failed something may be there, too, whose answer was lost. */
async function removeMade(
	member: GroupMember,
	before: ReadonlySet<string>,
): Promise<readonly string[]> {
	const { on, target, order } = member;
	const { patience } = order;
	const made = (await ofOrder(member)).filter(({ id }) => !before.has(id));
	const { timeLimitSeconds } = patience;
	const doing = `removing the snapshot of ${target.name} again`;
	await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		for (const snapshot of made) await removeVerified(on, target, snapshot, patience, signal);
	});
	return made.map(({ name }) => name);
}
