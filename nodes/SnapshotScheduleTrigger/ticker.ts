import { createHash } from 'node:crypto';
import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { dueItems } from '../../snapshots/schedule/due';
import { stableDelayMs } from '../../snapshots/schedule/jitter';
import type { DueItem, Profile } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { dueRecord } from '../shared/readProfile';

/** All that is kept between ticks. What is on the systems is the truth about snapshots. */
interface State {
	lastTickAt?: string;
	/** Of the profile that it was the last tick for: an edited schedule means from now on. */
	signature?: string;
}

/**
 * A person who switches a workflow on means from now on; n8n that comes back has missed something. Saving an
 * active workflow only interrupts it.
 */
const GOES_ON = new Set(['init', 'leadershipChange', 'update']);

/** Looks every minute what has come due since the last look, and starts one run for each due period. */
export function startTicking(context: ITriggerFunctions, profile: Profile): void {
	const state: State = context.getWorkflowStaticData('node');
	const signature = signatureOf(profile);
	const goesOn = GOES_ON.has(context.getActivationMode()) && state.signature === signature;
	if (!goesOn || lastTick(state) === undefined) state.lastTickAt = clock.now().toISOString();
	state.signature = signature;
	const delayMs = delayOf(context, profile);
	context.helpers.registerCron({ expression: '0 * * * * *' }, (nominal?: Date) => {
		const now = laterOf(nominal, clock.now());
		const since = lastTick(state) ?? now;
		state.lastTickAt = now.toISOString(); // n8n saves it together with what is emitted
		for (const due of dueItems(profile, since, now, delayMs)) {
			context.emit([[{ json: itemOf(due) }]], undefined, undefined, keyOf(context, due));
		}
	});
}

/** How much later this workflow runs than its profile says. */
export const delayOf = (context: ITriggerFunctions, { jitterMinutes }: Profile): number =>
	stableDelayMs(`${context.getWorkflow().id}:${context.getNode().id}`, jitterMinutes);

const signatureOf = (profile: Profile): string =>
	createHash('sha256').update(JSON.stringify(profile)).digest('base64url').slice(0, 16);

/** n8n drops a second emit with the same key: two main processes may tick during a change of leader. */
const keyOf = (context: ITriggerFunctions, { period, scheduledAt }: DueItem): string =>
	[context.getWorkflow().id, context.getNode().id, period.name, scheduledAt].join(':');

export const itemOf = (due: DueItem): IDataObject => dueRecord(due);

function lastTick({ lastTickAt }: State): Date | undefined {
	const at = new Date(lastTickAt ?? Number.NaN);
	return Number.isNaN(at.getTime()) ? undefined : at;
}

/** A timer may fire a little early; the tick is then meant for its nominal time. Old n8n tells none. */
const laterOf = (nominal: Date | undefined, now: Date): Date =>
	nominal !== undefined && nominal > now ? nominal : now;
