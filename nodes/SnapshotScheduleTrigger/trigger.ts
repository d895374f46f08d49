import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import type { Profile } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { toNodeError } from '../shared/nodeErrors';
import { localIso, previewOf } from '../shared/profilePreview';
import { readProfile } from './readProfile';
import { delayOf, itemOf, startTicking } from './ticker';

const NEXT_RUNS = 10;

/** Ticks while the workflow is active. A manual run emits the first period, as if it were due now. */
export function trigger(context: ITriggerFunctions): ITriggerResponse {
	try {
		const profile = readProfile(context);
		if (context.getMode() === 'manual') return sampleOf(context, profile);
		startTicking(context, profile);
		return {};
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}

/** What is for people comes first: n8n has no other place where a trigger could show it. */
const sampleOf = (context: ITriggerFunctions, profile: Profile): ITriggerResponse => ({
	manualTriggerFunction: async () => {
		const [period] = profile.periods;
		if (period === undefined) return;
		const scheduledAt = wholeSecond(clock.now()).toISOString();
		const item = itemOf({ profile, period, scheduledAt, missed: 0, standsFor: [] });
		const delayMs = delayOf(context, profile);
		const from = new Date(clock.now().getTime() - delayMs);
		const preview = previewOf(profile, from);
		context.emit([[{ json: { preview, nextRuns: nextRuns(profile, from, delayMs), ...item } }]]);
	},
});

/** By the profile's clock, and as late as the jitter makes them. */
const nextRuns = (profile: Profile, from: Date, delayMs: number): IDataObject[] =>
	nextOccurrences(profile, from, NEXT_RUNS).map(({ period, at }) => ({
		period: period.name,
		at: localIso(new Date(at.getTime() + delayMs), profile.timeZone),
	}));

/** As fine as a snapshot keeps it. */
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);
