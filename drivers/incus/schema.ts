import { z } from 'zod';

export const instant = z.string().transform((text, context) => {
	const at = new Date(text);
	if (!Number.isNaN(at.getTime())) return at;
	context.addIssue({ code: 'custom', message: 'must be an instant' });
	return z.NEVER;
});

/** Go's zero time, `0001-01-01T00:00:00Z`, stands for never. */
export const expiry = instant.nullish().transform((at) => {
	return at === null || at === undefined || at.getTime() <= 0 ? undefined : at;
});

/** What sets an expiry aside for good: left out, the server would take `snapshots.expiry` of the instance. */
export const NEVER = '0001-01-01T00:00:00Z';

/** In whole seconds, as the command lines of both send it. */
export const expiryText = (at: Date | null | undefined): string =>
	at === null || at === undefined ? NEVER : at.toISOString().replace(/\.\d{3}Z$/, 'Z');

export const texts = z
	.record(z.string())
	.nullish()
	.transform((found) => found ?? {});
export type Texts = Readonly<Record<string, string>>;

/** By the device's name. */
export const devices = z
	.record(z.record(z.string()))
	.nullish()
	.transform((found) => found ?? {});
export type Devices = Readonly<Record<string, Texts>>;

/** Very old servers put the owner in front: `web/s1`. */
export const snapshotName = z
	.string()
	.min(1)
	.transform((name) => name.slice(name.lastIndexOf('/') + 1));

/** -1 or 0: not known. */
export const size = z
	.number()
	.nullish()
	.transform((bytes) => (bytes === null || bytes === undefined || bytes <= 0 ? undefined : bytes));
