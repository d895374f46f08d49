/** Go's zero time: "never" where an instant is told. */
export const ZERO_TIME = '0001-01-01T00:00:00Z';

/** As Go writes an instant: without a fraction of zero. */
export const goTime = (milliseconds: number): string =>
	new Date(milliseconds).toISOString().replace(/\.?0*Z$/, 'Z');

/** With nanoseconds, as a server's clock has them. */
export const preciseTime = (milliseconds: number): string =>
	new Date(milliseconds).toISOString().replace('Z', '247757Z');

export const expiryOrZero = (expiresAt: number | null): string =>
	expiresAt === null ? ZERO_TIME : goTime(expiresAt);

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

export type GivenInstant = number | 'never';

/** Undefined: no instant at all. */
export function parsedInstant(text: string): GivenInstant | undefined {
	if (!RFC3339.test(text)) return undefined;
	if (text.startsWith('0001-01-01T00:00:00')) return 'never';
	const milliseconds = Date.parse(text);
	return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

export const instantOrNull = (given: GivenInstant): number | null =>
	given === 'never' ? null : given;
