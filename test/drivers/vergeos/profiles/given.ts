import { profileSchema, type Profile } from '../../../../snapshots/schedule/profile';
import type { GivenProfile } from '../../../snapshots/schedule/profiles';

export type GivenPeriod = GivenProfile['periods'][number];

/** Daily periods that VergeOS can keep, but for what a test says. */
export const profileOf = (...periods: ReadonlyArray<Partial<GivenPeriod>>): Profile =>
	profileSchema.parse({
		name: 'Ours',
		timeZone: 'UTC',
		periods: periods.map((period) => ({
			name: 'daily',
			frequency: { every: 'day', at: '02:00' },
			retention: { keepFor: 'P7D' },
			quiesce: 'off',
			...period,
		})),
	});
