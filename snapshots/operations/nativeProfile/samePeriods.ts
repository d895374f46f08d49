import type { NativePeriod } from '../../nativeProfile';

/** Whether two lists say the same, in whatever order; what the system only estimates is left aside. */
export const samePeriods = (
	left: readonly NativePeriod[],
	right: readonly NativePeriod[],
): boolean => textOf(left) === textOf(right);

const textOf = (periods: readonly NativePeriod[]): string =>
	JSON.stringify(periods.map((one) => stable(comparable(one))).sort());

const comparable = ({ name, inWords, period, notExpressible }: NativePeriod): unknown => ({
	name,
	inWords,
	period,
	notExpressible,
});

/** The same text for the same content, whatever the order of its fields. */
const stable = (value: unknown): string =>
	JSON.stringify(value, (_key, inner: unknown) =>
		typeof inner === 'object' && inner !== null && !Array.isArray(inner)
			? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
			: inner,
	);
