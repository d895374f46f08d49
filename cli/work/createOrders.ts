import { randomUUID } from 'node:crypto';
import { DateTime, Duration } from 'luxon';
import { z } from 'zod';
import type { Hold } from '../../snapshots/mark/mark';
import { ON_DEMAND_PROFILE, type CreateOrder } from '../../snapshots/operations/create/createOrder';
import { orderOfDue } from '../../snapshots/operations/create/dueOrder';
import { dueItems } from '../../snapshots/schedule/due';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import type { DueItem, Profile } from '../../snapshots/schedule/profile';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { durationSchema, type ConnectionOptions } from './readOptions';
import {
	assertNotBesidesFile,
	isProfileFile,
	profileOptionSchema,
	readProfile,
	withPeriod,
} from './readProfile';

const text = z.string().trim().min(1).optional();

/** What is wanted of a snapshot, or the file of a profile that says it. */
export const createSchema = z.object({
	label: text,
	note: text,
	memory: z.boolean().optional(),
	quiesce: z.enum(['off', 'prefer', 'require']).optional(),
	keepFor: durationSchema.optional(),
	profile: profileOptionSchema.default(ON_DEMAND_PROFILE),
	period: text,
	since: durationSchema.optional(),
	holdBy: text,
	holdReason: text,
	runKey: text,
});
type Options = z.infer<typeof createSchema> & ConnectionOptions;

export type Ordered = Omit<CreateOrder, 'settings' | 'patience'>;

/** One order, or, of the profile in a file, one for each period that is due now: maybe none. */
export async function createOrders(
	surroundings: Surroundings,
	options: Options,
): Promise<readonly Ordered[]> {
	const common = { note: options.note, hold: holdOf(options) };
	const now = surroundings.clock.now();
	if (isProfileFile(options.profile)) {
		const due = await dueNow(options.profile, surroundings, options, now);
		return due.map((item) => ({ ...orderOfDue(item, now), ...common }));
	}
	if (options.period !== undefined || options.since !== undefined) {
		throw badUsage(
			'--period and --since go with the file of a profile',
			'Give it as --profile, such as --profile nightly.json. Nothing was sent.',
		);
	}
	const { profile, runKey = randomUUID(), label, memory = false, quiesce = 'off' } = options;
	const expiresAt = options.keepFor === undefined ? undefined : after(now, options.keepFor);
	return [{ identity: { profile, runKey }, label, memory, quiesce, expiresAt, ...common }];
}

const SAID_BY_FILE = ['label', 'memory', 'quiesce', 'keepFor', 'runKey'] as const;

/** When somebody looked last is not known here: what came due in this time counts, unless another one is told. */
const USUAL_TIME_BACK = 'PT1H';

async function dueNow(
	file: string,
	surroundings: Surroundings,
	options: Options,
	now: Date,
): Promise<readonly DueItem[]> {
	assertNotBesidesFile(file, options, SAID_BY_FILE);
	const profile = withPeriod(file, await readProfile(surroundings, file), options.period);
	const back = Duration.fromISO(options.since ?? USUAL_TIME_BACK);
	const since = DateTime.fromJSDate(now, { zone: profile.timeZone }).minus(back).toJSDate();
	const due = dueItems(profile, since, now);
	if (due.length === 0 && !options.quiet) surroundings.stderr.write(notDue(profile, since, now));
	return due;
}

function notDue(profile: Profile, since: Date, now: Date): string {
	const { name, timeZone } = profile;
	const shown = (at: Date): string =>
		DateTime.fromJSDate(at, { zone: timeZone }).toFormat('yyyy-MM-dd HH:mm');
	const [next] = nextOccurrences(profile, now, 1);
	const then =
		next === undefined
			? 'Nothing of it is ever due again.'
			: `Next: ${next.period.name}, ${shown(next.at)} (${timeZone}).`;
	return `Nothing of ${name} was due since ${shown(since)}. ${then}\n`;
}

const after = (now: Date, time: string): Date =>
	DateTime.fromJSDate(now).plus(Duration.fromISO(time)).toJSDate();

function holdOf({ holdBy: by, holdReason: reason }: Options): Hold | undefined {
	if (by === undefined && reason === undefined) return undefined;
	if (by !== undefined && reason !== undefined) return { by, reason };
	throw badUsage(
		'A hold tells by whom and why',
		'Give both --hold-by and --hold-reason. Nothing was sent.',
	);
}
