import type { Profile } from '../../schedule/profile';
import type { SystemZone } from './zone';

/**
 * What of a profile, beside its periods, no system keeps in the profiles that it runs by itself. Only what
 * differs from the defaults: whoever chose nothing loses nothing.
 */
export function profileLosses(
	system: string,
	profile: Profile,
	{ timeZone, doubts }: SystemZone,
): string[] {
	const { startDate, endDate, excludedDates, coinciding, jitterMinutes, missed } = profile;
	const says = (applies: boolean, sentence: string): string[] => (applies ? [sentence] : []);
	return [
		...says(
			profile.timeZone !== timeZone,
			`Its times are meant in ${profile.timeZone}; ${system} runs them at the same hours of the clock in ${timeZone}.`,
		),
		...doubts,
		...says(
			startDate !== undefined,
			`The start date ${startDate} is left out: it is due from now on.`,
		),
		...says(endDate !== undefined, `The end date ${endDate} is left out: it stays due.`),
		...says(
			excludedDates.length > 0,
			`The excluded dates are left out: it is due on ${excludedDates.join(', ')} too.`,
		),
		...says(
			coinciding === 'longestKept',
			'Periods that coincide each make a snapshot of their own.',
		),
		...says(
			missed === 'skip' || profile.missedWithinHours !== undefined,
			`What was missed while down is run late or not at all, as ${system} has it.`,
		),
		...says(jitterMinutes > 0, `The spread over ${jitterMinutes} minutes is left out.`),
	];
}
