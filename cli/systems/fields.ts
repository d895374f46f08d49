import { z } from 'zod';
import type { Field } from './system';

/** In the environment everything is a text. */
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const number = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

const required = z.string().trim().min(1);

export const text = (says: string) => ({ says, schema: required }) satisfies Field;

export const optionalText = (says: string) =>
	({ says, schema: required.optional() }) satisfies Field;

/** Not trimmed: a password may begin or end with a blank. */
export const secret = (says: string) =>
	({ says, schema: z.string().min(1).optional(), secret: true }) satisfies Field;

export const requiredSecret = (says: string) =>
	({ says, schema: z.string().min(1), secret: true }) satisfies Field;

export const portField = (says: string, usual: number) =>
	({
		says,
		schema: number.pipe(z.number().int().min(1).max(65_535)).default(usual),
	}) satisfies Field;

export const switchField = (says: string) =>
	({ says, schema: z.union([z.boolean(), flag]).default(false) }) satisfies Field;
