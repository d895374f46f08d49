import { DAYS, MONTHS, OCCURRENCES, type ScheduleSettings } from './entities';

const DAY_MILLISECONDS = 86_400_000;
/** "The last Monday of February" comes at least once a year. */
const FARTHEST_DAYS = 366 + 31;

/** The first start of the schedule after an instant; all in UTC. Undefined: none within a year. */
export function nextStart(schedule: ScheduleSettings, after: number): number | undefined {
	const firstDay = Math.floor(after / DAY_MILLISECONDS) - 1;
	for (let day = firstDay; day <= firstDay + FARTHEST_DAYS; day += 1) {
		const midnight = day * DAY_MILLISECONDS;
		if (!runsOn(schedule, new Date(midnight))) continue;
		const start = startsOn(schedule, midnight).find((at) => at > after);
		if (start !== undefined) return start;
	}
	return undefined;
}

function runsOn(schedule: ScheduleSettings, date: Date): boolean {
	const { daysOfWeek, occurrences, months } = schedule;
	const day = DAYS[(date.getUTCDay() + 6) % 7];
	const month = MONTHS[date.getUTCMonth()];
	return (
		daysOfWeek.some((wanted) => wanted === day) &&
		(months.length === 0 || months.some((wanted) => wanted === month)) &&
		(occurrences.length === 0 || occurrences.some((wanted) => isOccurrence(date, wanted)))
	);
}

function isOccurrence(date: Date, wanted: (typeof OCCURRENCES)[number]): boolean {
	const dayOfMonth = date.getUTCDate();
	if (wanted !== 'LAST_IN_MONTH') {
		return Math.ceil(dayOfMonth / 7) === OCCURRENCES.indexOf(wanted) + 1;
	}
	const weekLater = new Date(date.getTime() + 7 * DAY_MILLISECONDS);
	return weekLater.getUTCMonth() !== date.getUTCMonth();
}

/** An interval that ends before it starts goes on past midnight. */
function startsOn({ execution }: ScheduleSettings, midnight: number): number[] {
	if (execution.type === 'TIME') return [midnight + execution.hour];
	const { startHour, endHour, frequency } = execution.interval;
	const end = endHour < startHour ? endHour + DAY_MILLISECONDS : endHour;
	const count = Math.floor((end - startHour) / frequency) + 1;
	return Array.from({ length: count }, (_, step) => midnight + startHour + step * frequency);
}
