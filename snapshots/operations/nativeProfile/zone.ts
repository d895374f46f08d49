import type { NativeProfiles } from '../../nativeProfile';

/** By whose clock the system runs its profiles, as far as the person knows. */
export interface ZoneOrder {
	/** What the person said; undefined: nothing. */
	readonly systemTimeZone: string | undefined;
	/** What to take it for where neither the system nor the person tells. */
	readonly fallbackTimeZone: string;
}

export interface SystemZone {
	readonly timeZone: string;
	/** Why it may be wrong, in plain sentences. */
	readonly doubts: readonly string[];
}

/** What the system itself tells wins. */
export function zoneOf(
	system: string,
	{ timeZone: told }: NativeProfiles,
	{ systemTimeZone: given, fallbackTimeZone }: ZoneOrder,
): SystemZone {
	if (told !== undefined) {
		const other = given !== undefined && given !== told;
		const doubt = `${system} runs its profiles in ${told}, not in ${given}.`;
		return { timeZone: told, doubts: other ? [doubt] : [] };
	}
	if (given !== undefined) return { timeZone: given, doubts: [] };
	const doubt = `${system} does not tell in which time zone it runs its profiles; ${fallbackTimeZone} is assumed. Set Time Zone of the System to be sure.`;
	return { timeZone: fallbackTimeZone, doubts: [doubt] };
}
