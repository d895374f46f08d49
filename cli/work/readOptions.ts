import { Duration } from 'luxon';
import { z } from 'zod';
import type { Patience } from '../../snapshots/connection';
import { LEVELS } from '../../snapshots/model';
import { parseWith } from '../../snapshots/parseWith';
import { isoDurationSchema } from '../../snapshots/retention/policy';

/** What commander gives, with its own names; messages name the option as it was typed. */
export const readOptions = <S extends z.ZodTypeAny>(schema: S, given: unknown): z.output<S> =>
	parseWith(schema, given, {
		system: 'vm-snapshots',
		labelOf: ([option]) => optionOf(String(option)),
		advice: 'Correct the option and run again. Nothing was sent.',
	});

/** As it was typed. */
export const optionOf = (name: string): string =>
	`--${name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`;

const UNITS: Readonly<Record<string, string>> = {
	s: 'seconds',
	m: 'minutes',
	h: 'hours',
	d: 'days',
	w: 'weeks',
	mo: 'months',
	y: 'years',
};

const LIKE = 'must be like 12h, 7d, 2w or 3mo, or as ISO 8601 has it: P7D, PT36H';

/** `90s`, `10m`, `12h`, `7d`, `2w`, `3mo`, `1y`, or as ISO 8601 has it. As ISO 8601. */
export const durationSchema = z
	.string()
	.transform((text) => {
		const [, amount, unit = ''] = /^(\d+)(s|m|h|d|w|mo|y)$/.exec(text) ?? [];
		const name = UNITS[unit];
		if (name === undefined) return text;
		return Duration.fromObject({ [name]: Number(amount) }).toISO() ?? text;
	})
	.pipe(z.string().startsWith('P', LIKE).pipe(isoDurationSchema));

/** For waits, where 0 gives up at once. */
const secondsSchema = z
	.string()
	.regex(/^\d+[smh]?$/, 'must be like 90s, 10m or 2h')
	.transform((text) => Number.parseInt(text, 10) * ({ m: 60, h: 3600 }[text.slice(-1)] ?? 1));

/** Options of every command that talks to a system. */
export const connectionSchema = z.object({
	connection: z.string().optional(),
	connections: z.string().optional(),
	level: z.enum(LEVELS),
	json: z.boolean().default(false),
	quiet: z.boolean().default(false),
	timeLimit: secondsSchema.default('60m'),
	waitWhileLocked: secondsSchema.default('10m'),
	parallel: z
		.string()
		.regex(/^\d+$/, 'must be a whole number')
		.transform(Number)
		.pipe(z.number().min(1).max(32))
		.default('4'),
});
export type ConnectionOptions = z.infer<typeof connectionSchema>;

export const patienceOf = ({ timeLimit, waitWhileLocked }: ConnectionOptions): Patience => ({
	timeLimitSeconds: timeLimit,
	waitWhileLockedSeconds: waitWhileLocked,
});

export const wholeNumber = (least: number) =>
	z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(least));
