import { z } from 'zod';

export const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');

export const flag = z
	.boolean()
	.nullish()
	.transform((value) => value === true);

/** `{"name": "RUNNING", "description": "Running"}`; empty when there is none. */
export const choice = z
	.union([z.string(), z.object({ name: text }).transform(({ name }) => name)])
	.nullish()
	.transform((value) => value ?? '');

/** What vProtect calls NameAndGuid. */
export const reference = z.object({ guid: z.string().min(1), name: text });
export type Reference = z.output<typeof reference>;

export const optionalReference = reference.nullish().transform((value) => value ?? undefined);

/** Milliseconds since 1970. */
export const instant = z.number().transform((milliseconds) => new Date(milliseconds));

export const optionalInstant = z
	.number()
	.nullish()
	.transform((milliseconds) => (milliseconds ? new Date(milliseconds) : undefined));
