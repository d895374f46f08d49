import type { IDataObject, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { DateTime } from 'luxon';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
import type { Profile } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { toNodeError } from '../shared/nodeErrors';
import { readProfile } from './readProfile';
import { delayOf, itemOf, startTicking } from './ticker';

const NEXT_RUNS = 10;

/** Ticks while the workflow is active. A manual run emits the first period, as if it were due now. */
export function trigger(context: ITriggerFunctions): ITriggerResponse {
	const profile = validProfile(context);
	if (context.getMode() !== 'manual') {
		startTicking(context, profile);
		return {};
	}
	return {
		manualTriggerFunction: async () => {
			const [period] = profile.periods;
			if (period === undefined) return;
			const scheduledAt = wholeSecond(clock.now()).toISOString();
			const item = itemOf({ profile, period, scheduledAt, missed: 0, standsFor: [] });
			context.emit([[{ json: { ...item, nextRuns: nextRuns(context, profile) } }]]);
		},
	};
}

/** For people, by the profile's clock: n8n has no other place where a trigger could show them. */
function nextRuns(context: ITriggerFunctions, profile: Profile): IDataObject[] {
	const delayMs = delayOf(context, profile);
	const from = new Date(clock.now().getTime() - delayMs);
	return nextOccurrences(profile, from, NEXT_RUNS).map(({ period, at }) => ({
		period: period.name,
		at: DateTime.fromMillis(at.getTime() + delayMs, { zone: profile.timeZone }).toISO({
			suppressMilliseconds: true,
		}),
	}));
}

/** As fine as a snapshot keeps it. */
const wholeSecond = (at: Date): Date => new Date(Math.floor(at.getTime() / 1000) * 1000);

function validProfile(context: ITriggerFunctions): Profile {
	try {
		return readProfile(context);
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
