import { z } from 'zod';
import { ON_DEMAND_PROFILE } from '../../snapshots/operations/create/createOrder';
import type { PruneOrder } from '../../snapshots/operations/prune';
import { policyOf } from '../../snapshots/retention/policy';
import type { Surroundings } from '../surroundings';
import { badUsage } from '../usage';
import { patienceOf, type ConnectionOptions } from './readOptions';
import {
	assertNotBesidesFile,
	isProfileFile,
	profileOptionSchema,
	readProfile,
	withPeriod,
} from './readProfile';
import { policyFrom, retentionSchema } from './retentionOptions';

/** Whose snapshots are pruned, and by which rules. */
export const pruneSchema = retentionSchema.extend({
	profile: profileOptionSchema.optional(),
	period: z.string().trim().min(1).max(64).optional(),
	includeForeign: z.boolean().default(false),
	yes: z.boolean().default(false),
});
type Options = z.infer<typeof pruneSchema> & ConnectionOptions;

/** One for each period where a file tells the profile, for each has rules of its own; else one. */
export async function pruneOrders(
	surroundings: Surroundings,
	options: Options,
): Promise<readonly PruneOrder[]> {
	const { profile = ON_DEMAND_PROFILE, period, includeForeign } = options;
	const common = { includeForeign, preview: !options.yes, patience: patienceOf(options) };
	if (isProfileFile(profile)) {
		const scopes = await scopesIn(profile, surroundings, options);
		return scopes.map((scope) => ({ ...scope, ...common }));
	}
	const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
	return [{ profile, period, policy: policyFrom(options), timeZone, ...common }];
}

const RULES = retentionSchema.keyof().options;

async function scopesIn(file: string, surroundings: Surroundings, options: Options) {
	assertNotBesidesFile(file, options, RULES);
	const whole = await readProfile(surroundings, file);
	const { name: profile, timeZone, periods } = withPeriod(file, whole, options.period);
	if (options.includeForeign && periods.length > 1) {
		throw badUsage(
			`--include-foreign would have each period of ${file} judge the same snapshots by its own rules`,
			'Give --period with the one whose rules are meant. Nothing was sent.',
		);
	}
	return periods.map(({ name: period, retention }) => {
		return { profile, period, timeZone, policy: policyOf(retention) };
	});
}
