import { capabilitiesOf, type Connection, type Patience } from '../connection';
import { DEFAULT_HEALTH_LIMITS, type HealthLimits } from '../health/checks';
import { judgeBy, type Expectation, type Judge } from '../health/expectation';
import { finding, type Finding } from '../health/finding';
import { healthOf, type Health } from '../health/health';
import { profileKeyOf } from '../mark/mark';
import type { Level } from '../model';
import { EVERYTHING, targetMatcher } from '../selection/targetFilter';
import { withinTimeLimit } from '../waiting/timeLimit';
import { listSnapshots, type Listing } from './list';
import { listingsOf } from './listings';
import type { TargetSelection } from './resolveTargets';

export interface HealthOrder {
	readonly selection: TargetSelection;
	readonly expectation: Expectation;
	/** Absent: as vendors advise. */
	readonly limits?: Partial<HealthLimits>;
	/** With a filter: also what it does not cover and no profile protects. */
	readonly includeNotCovered: boolean;
	readonly patience: Patience;
}

export interface TargetHealth extends Pick<Listing, 'target'> {
	readonly health: Health;
}

/** The health of the targets meant, and of what was once covered, by the target's name. */
export async function checkHealth(on: Connection, order: HealthOrder): Promise<TargetHealth[]> {
	const { selection, patience, expectation } = order;
	const limits = { ...DEFAULT_HEALTH_LIMITS, ...order.limits };
	const now = on.clock.now();
	const judges = new Map<Level, Judge>();
	const judgeFor = (level: Level): Judge => {
		const { markIn } = capabilitiesOf(on.driver, level);
		const judge =
			judges.get(level) ?? judgeBy(expectation, now, { marksAreKept: markIn !== 'nowhere' });
		judges.set(level, judge);
		return judge;
	};
	const expected = ({ target, snapshots }: Listing, judge: Judge, beside: readonly Finding[]) => {
		const capabilities = capabilitiesOf(on.driver, target.level, target);
		const recovery = judge(snapshots);
		const checked = { target, snapshots, recovery, now, capabilities, limits };
		return { target, health: healthOf(checked, beside) };
	};
	if (selection.mode !== 'filter') {
		const listings = await listingsOf(on, selection, patience);
		return listings.map((one) => expected(one, judgeFor(one.target.level), []));
	}
	const unexpected = judgeBy({ by: 'nothing' }, now, { marksAreKept: true });
	const { level, filter } = selection;
	const found = await allOf(on, level, patience);
	const covers = targetMatcher(filter);
	return found.flatMap((one) => {
		if (covers(one.target)) return [expected(one, judgeFor(level), [])];
		const beside = outsideOf(one, order);
		return beside.length === 0 ? [] : [expected(one, unexpected, beside)];
	});
}

async function allOf(
	on: Connection,
	level: Level,
	{ timeLimitSeconds }: Patience,
): Promise<Listing[]> {
	const limited = { timeLimitSeconds, doing: `checking snapshots on ${on.driver.system}` };
	const found = await withinTimeLimit(on, limited, async (signal) => {
		const listings: Listing[] = [];
		for await (const one of listSnapshots(on, level, EVERYTHING, signal)) listings.push(one);
		return listings;
	});
	const { compare } = new Intl.Collator();
	return found.sort((left, right) => compare(left.target.name, right.target.name));
}

/** What the filter does not cover concerns a person only where something was left behind, or nothing protects it. */
function outsideOf(
	{ target, snapshots }: Listing,
	{ expectation, includeNotCovered }: HealthOrder,
): Finding[] {
	const managed = snapshots.flatMap(({ mark }) => mark ?? []);
	if (expectation.by === 'profile') {
		const { name } = expectation.profile;
		const left = managed.filter(({ profileKey }) => profileKey === profileKeyOf(name)).length;
		if (left > 0) {
			const those = left === 1 ? '1 snapshot' : `${left} snapshots`;
			const message = `${target.name} has ${those} of the profile ${name}, whose filter does not cover it any more. Nothing prunes them: delete them, or widen the filter.`;
			return [finding('ORPHANED', 'warning', message)];
		}
	}
	if (!includeNotCovered || managed.length > 0) return [];
	const message = `${target.name} is covered by no profile: it has no snapshot that this package made.`;
	return [finding('NOT_COVERED', 'warning', message)];
}
