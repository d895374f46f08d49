import type { NativePeriod } from '../../nativeProfile';

/** What our words leave out of native periods, each sentence with the name of its period. */
export const lossesOf = (periods: readonly NativePeriod[]): string[] =>
	periods.flatMap(({ name, notExpressible }) =>
		notExpressible.map((sentence) => `Period ${name}: ${sentence}`),
	);
