import { calendarMarkdown, calendarOf, planMarkdown } from '../../../snapshots/retention/explain';
import { planRetention } from '../../../snapshots/retention/plan';

const timeZone = 'Europe/Paris';
const snapshot = (name: string, instant: string) => ({
	id: `id-${name}`,
	name,
	createdAt: new Date(instant),
});
const plan = planRetention(
	[
		snapshot('c', '2026-10-25T01:30:00Z'),
		snapshot('b', '2026-10-25T00:30:00Z'),
		snapshot('a|_x_\n<b>', '2026-10-24T21:59:59Z'),
	],
	{ last: 1 },
	{ timeZone, now: new Date('2026-10-26T00:00:00Z') },
);

it('tells each snapshot, when it was taken in the zone, what becomes of it and why', () => {
	expect(planMarkdown(plan, timeZone).split('\n')).toEqual([
		'| Snapshot | Taken (Europe/Paris) | Plan | Why |',
		'| --- | --- | --- | --- |',
		'| c | 2026-10-25 02:30:00 +01:00 | keep | one of the newest 1 that always stay; last 1 of 1 |',
		'| b | 2026-10-25 02:30:00 +02:00 | **remove** | kept by no rule (last 1) |',
		'| a\\|\\_x\\_ \\<b\\> | 2026-10-24 23:59:59 +02:00 | **remove** | kept by no rule (last 1) |',
	]);
});

it('tells the plan by day of the zone', () => {
	const days = calendarOf(plan, timeZone).map(({ label, kept, removed }) => [
		label,
		kept.length,
		removed.length,
	]);
	expect(days).toEqual([
		['2026-10-25', 1, 1],
		['2026-10-24', 0, 1],
	]);
	expect(calendarMarkdown(plan, timeZone).split('\n').slice(2)).toEqual([
		'| 2026-10-25 | c: one of the newest 1 that always stay; last 1 of 1 | b: kept by no rule (last 1) |',
		'| 2026-10-24 |  | a\\|\\_x\\_ \\<b\\>: kept by no rule (last 1) |',
	]);
});

it('tells the plan by hour, the repeated one twice', () => {
	expect(calendarOf(plan, timeZone, 'hour').map(({ label }) => label)).toEqual([
		'2026-10-25 02:00 +01:00',
		'2026-10-25 02:00 +02:00',
		'2026-10-24 23:00 +02:00',
	]);
	expect(calendarMarkdown(plan, timeZone, 'hour')).toContain('| Hour (Europe/Paris) | Keep |');
});
