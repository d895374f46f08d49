import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { Profile } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { toNodeError } from '../shared/nodeErrors';
import { readProfile } from './readProfile';
import { itemOf, startTicking } from './ticker';

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
			context.emit([[{ json: itemOf({ profile, period, scheduledAt, missed: 0 }) }]]);
		},
	};
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
