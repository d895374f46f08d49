/* Next occurrences of many profiles, against a straightforward way of telling them with luxon alone. */
import { DateTime } from 'luxon';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import { profileSchema, type Profile } from '../../snapshots/schedule/profile';

const PROFILES = 10_000;
const NEXT = 5;
const ROUNDS = 7;
const GOAL_MS = 300;

const ZONES = [
	'Europe/Paris',
	'America/New_York',
	'Australia/Lord_Howe',
	'America/Sao_Paulo',
	'Asia/Kathmandu',
	'Pacific/Apia',
	'Africa/Casablanca',
	'UTC',
];
const WEEKDAYS = ['monday', 'wednesday', 'sunday'] as const;

/** Hourly, daily, weekly and monthly, each profile at times of its own. */
function makeProfile(index: number): Profile {
	const clock = (offset: number): string =>
		new Date(((index * 7 + offset) % 1440) * 60_000).toISOString().slice(11, 16);
	return profileSchema.parse({
		name: `profile ${index}`,
		timeZone: ZONES[index % ZONES.length],
		periods: [
			{ name: 'hourly', frequency: { every: 'hours', count: 6 }, retention: { last: 24 } },
			{ name: 'daily', frequency: { every: 'day', at: clock(0) }, retention: { last: 7 } },
			{
				name: 'weekly',
				frequency: { every: 'week', weekdays: [WEEKDAYS[index % 3]], at: clock(30) },
				retention: { last: 4 },
			},
			{
				name: 'monthly',
				frequency: {
					every: 'month',
					on: { by: 'day', days: [(index % 31) + 1] },
					at: clock(60),
				},
				retention: { last: 12 },
			},
		],
	});
}

/** Walks over the days that lie ahead and asks luxon for each of their times. */
function plainLuxon(profile: Profile, from: Date): Date[] {
	const found: DateTime[] = [];
	let day = DateTime.fromJSDate(from, { zone: profile.timeZone }).startOf('day');
	while (found.length < NEXT) {
		const onThisDay = profile.periods
			.flatMap(({ frequency }) => {
				switch (frequency.every) {
					case 'hours':
						return Array.from({ length: Math.ceil(24 / frequency.count) }, (_, step) =>
							day.plus({ hours: step * frequency.count }),
						);
					case 'day':
						return frequency.at.map((time) => atTime(day, time));
					case 'week':
						return frequency.weekdays.some((name) => name === day.weekdayLong?.toLowerCase())
							? frequency.at.map((time) => atTime(day, time))
							: [];
					case 'month':
						return frequency.on.by === 'day' &&
							frequency.on.days.some(
								(one) => Math.min(Number(one), day.daysInMonth ?? 31) === day.day,
							)
							? frequency.at.map((time) => atTime(day, time))
							: [];
					default:
						throw new Error(`Not measured: every ${frequency.every}`);
				}
			})
			.filter((at) => at.toMillis() > from.getTime())
			.sort((left, right) => left.toMillis() - right.toMillis());
		found.push(...onThisDay);
		day = day.plus({ days: 1 });
	}
	return found.slice(0, NEXT).map((at) => at.toJSDate());
}

function atTime(day: DateTime, time: string): DateTime {
	const [hour, minute] = time.split(':').map(Number);
	return day.set({ hour, minute });
}

function medianMs(run: () => void): number {
	const times = Array.from({ length: ROUNDS }, () => {
		const start = performance.now();
		run();
		return performance.now() - start;
	});
	return times.sort((left, right) => left - right)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

function main(): void {
	const profiles = Array.from({ length: PROFILES }, (_, index) => makeProfile(index));
	// No clock is changed in these days, so that both must tell the same.
	const from = new Date('2026-06-10T12:34:56Z');
	for (const profile of profiles.slice(0, 500)) {
		const ours = nextOccurrences(profile, from, NEXT).map(({ at }) => at.toISOString());
		const theirs = plainLuxon(profile, from).map((at) => at.toISOString());
		if (ours.join() !== theirs.join()) throw new Error(`Different answers for ${profile.name}`);
	}
	const start = performance.now();
	for (const profile of profiles) nextOccurrences(profile, from, NEXT);
	const first = performance.now() - start;
	const ours = medianMs(() => profiles.forEach((one) => nextOccurrences(one, from, NEXT)));
	const sample = profiles.slice(0, PROFILES / 10);
	const theirs = 10 * medianMs(() => sample.forEach((one) => plainLuxon(one, from)));
	console.log(
		`Next ${NEXT} occurrences of ${PROFILES.toLocaleString('en')} profiles with 4 periods in ${ZONES.length} zones: ` +
			`${ours.toFixed(0)} ms, the first time ${first.toFixed(0)} ms (goal: ${GOAL_MS} ms); ` +
			`luxon alone ${theirs.toFixed(0)} ms, ratio 1:${(theirs / ours).toFixed(0)}`,
	);
}

main();
