import type { z } from 'zod';
import { occurrencesBetween } from '../../../snapshots/schedule/occurrences';
import { profileSchema, type Profile } from '../../../snapshots/schedule/profile';

export type GivenProfile = z.input<typeof profileSchema>;
export type GivenFrequency = GivenProfile['periods'][number]['frequency'];

/** A profile with one period, as a test describes it. */
export const profileOf = (
	frequency: GivenFrequency,
	timeZone: string,
	more: Partial<GivenProfile> = {},
): Profile =>
	profileSchema.parse({
		name: 'Nightly',
		timeZone,
		periods: [{ name: 'only', frequency, retention: {} }],
		...more,
	});

export const between = (profile: Profile, from: string, to: string): string[] =>
	[...occurrencesBetween(profile, new Date(from), new Date(to))].map(({ at }) =>
		at.toISOString().replace(':00.000Z', 'Z'),
	);
