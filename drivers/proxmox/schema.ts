import { z } from 'zod';

/** Proxmox VE tells yes and no as 1 and 0, in some places as texts; absent means no. */
export const flag = z
	.union([z.number(), z.string(), z.boolean()])
	.nullish()
	.transform((value) => value === true || Number(value) === 1);

/** Numbers come as texts from older releases. */
export const wholeNumber = z
	.union([z.number().int(), z.string().regex(/^\d+$/)])
	.transform((value) => Number(value));

export const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');

export const optionalText = z
	.string()
	.nullish()
	.transform((value) => (value === null || value === '' ? undefined : value));
