/* Planning for many snapshots, against a straightforward way of doing it with luxon for each of them. */
import { DateTime } from 'luxon';
import { planRetention } from '../../snapshots/retention/plan';

const ZONE = 'Europe/Paris';
const NOW = new Date('2026-11-22T12:00:00Z');
const RULES = ['hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
type Rule = (typeof RULES)[number];
const COUNTS: Record<Rule, number> = { hourly: 24, daily: 7, weekly: 4, monthly: 12, yearly: 10 };
const ROUNDS = 5;
const GOALS_MS: ReadonlyArray<readonly [count: number, minutesApart: number, goalMs: number]> = [
	[10_000, 60, 100],
	[1_000_000, 10, 1000],
];
/** Luxon takes so long that a tenth of the snapshots must do; it walks them one by one, so ten times that. */
const LUXON_AT_MOST = 100_000;

interface Dated {
	readonly id: string;
	readonly createdAt: Date;
}

const snapshots = (count: number, minutesApart: number): Dated[] =>
	Array.from({ length: count }, (_, index) => ({
		id: `snapshot-${index}`,
		createdAt: new Date(NOW.getTime() - index * minutesApart * 60_000),
	}));

function shuffled<T>(list: readonly T[]): T[] {
	const mixed = [...list];
	let seed = 1;
	for (let at = mixed.length - 1; at > 0; at--) {
		seed = (seed * 48_271) % 2_147_483_647;
		const other = seed % (at + 1);
		[mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
	}
	return mixed;
}

const LABELS: Record<Rule, (at: DateTime) => string> = {
	hourly: (at) => at.toFormat('yyyy-MM-dd HH ZZ'),
	daily: (at) => at.toFormat('yyyy-MM-dd'),
	weekly: (at) => at.toFormat('kkkk-WW'),
	monthly: (at) => at.toFormat('yyyy-MM'),
	yearly: (at) => at.toFormat('yyyy'),
};

/** The ids that stay. One luxon date for each snapshot, and a label of it for each rule with count left. */
function plainLuxon(list: readonly Dated[]): Set<string> {
	const rules = RULES.map((name) => ({ labelOf: LABELS[name], left: COUNTS[name], last: '' }));
	const kept = new Set<string>();
	const sorted = [...list].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
	for (const { id, createdAt } of sorted) {
		const at = DateTime.fromJSDate(createdAt, { zone: ZONE });
		for (const rule of rules) {
			if (rule.left === 0) continue;
			const label = rule.labelOf(at);
			if (label === rule.last && id !== sorted.at(-1)?.id) continue;
			rule.last = label;
			rule.left -= 1;
			kept.add(id);
		}
	}
	return kept;
}

const plan = (list: readonly Dated[]) => planRetention(list, COUNTS, { timeZone: ZONE, now: NOW });

function timed(run: () => void): number {
	const start = performance.now();
	run();
	return performance.now() - start;
}

const medianMs = (run: () => void): number =>
	Array.from({ length: ROUNDS }, () => timed(run)).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ??
	Number.NaN;

function assertSame(list: readonly Dated[]): void {
	const ours = plan(list).decisions.filter(({ action }) => action === 'keep');
	const theirs = plainLuxon(list);
	const same = ours.length === theirs.size && ours.every(({ snapshot }) => theirs.has(snapshot.id));
	if (!same) throw new Error(`Different plans for ${list.length} snapshots`);
}

function main(): void {
	for (const [count, minutesApart, goalMs] of GOALS_MS) {
		const list = snapshots(count, minutesApart);
		const first = timed(() => plan(list));
		const ours = medianMs(() => plan(list));
		const mixed = shuffled(list);
		const oursMixed = medianMs(() => plan(mixed));
		const sample = list.slice(0, LUXON_AT_MOST);
		assertSame(sample);
		const theirs = (timed(() => plainLuxon(sample)) * count) / sample.length;
		console.log(
			`Plan of ${count.toLocaleString('en')} snapshots in ${ZONE}: ${ours.toFixed(0)} ms, the first time ` +
				`${first.toFixed(0)} ms (goal: ${goalMs} ms), listed in no order ${oursMixed.toFixed(0)} ms; ` +
				`luxon for each ${theirs.toFixed(0)} ms, ratio 1:${(theirs / ours).toFixed(0)}`,
		);
	}
}

main();
