import { z } from 'zod';

/** Keys come as numbers or as texts, on the same table. */
export const key = z.union([z.string().min(1), z.number().int()]).transform(String);

/** Columns that are not there, or that a version does not know, are null or missing. */
export const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');

export const flag = z
	.union([z.boolean(), z.number(), z.string()])
	.nullish()
	.transform((value) => value === true || value === 1 || value === '1' || value === 'true');

/** Seconds since 1970; 0, null and absent mean that there is none. */
const epoch = z
	.union([z.number(), z.string().regex(/^\d+$/).transform(Number)])
	.nullish()
	.transform((seconds) => seconds ?? 0);

export const instant = epoch.transform((seconds) => new Date(seconds * 1000));

export const optionalInstant = epoch.transform((seconds) =>
	seconds > 0 ? new Date(seconds * 1000) : undefined,
);

/** As VergeOS wants a key in a body: numbers where it counts, texts for volumes. */
export const keyValue = (value: string): string | number =>
	/^\d{1,15}$/.test(value) ? Number(value) : value;
