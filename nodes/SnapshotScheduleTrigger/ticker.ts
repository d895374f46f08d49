import { createHash } from 'node:crypto';
import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { dueItems } from '../../snapshots/schedule/due';
import { stableDelayMs } from '../../snapshots/schedule/jitter';
import { nextOccurrences } from '../../snapshots/schedule/occurrences';
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

/** n8n activates it by itself: nobody is there to whom a refusal would be of use, and n8n would try for ever. */
const UNATTENDED = new Set(['init', 'leadershipChange']);

/** Looks every minute what has come due since the last look, and starts one run for each due period. */
export function startTicking(context: ITriggerFunctions, profile: Profile): void {
	const state: State = context.getWorkflowStaticData('node');
	const signature = signatureOf(profile);
	const mode = context.getActivationMode();
	const goesOn = GOES_ON.has(mode) && state.signature === signature;
	const delayMs = delayOf(context, profile);
	if (!goesOn && !UNATTENDED.has(mode))
		assertEverDue(profile, new Date(clock.now().getTime() - delayMs));
	if (!goesOn || lastTick(state) === undefined) state.lastTickAt = clock.now().toISOString();
	state.signature = signature;
	context.helpers.registerCron({ expression: '0 * * * * *' }, (nominal?: Date) => {
		const now = laterOf(nominal, clock.now());
		const since = lastTick(state) ?? now;
		state.lastTickAt = now.toISOString(); // n8n saves it together with what is emitted
		for (const due of dueItems(profile, since, now, delayMs)) {
			context.emit([[{ json: itemOf(due) }]], undefined, undefined, keyOf(context, due));
		}
	});
}

/** Whoever switches on what can never run has made a mistake, and would learn of it when a snapshot is needed. */
function assertEverDue(profile: Profile, from: Date): void {
	if (nextOccurrences(profile, from, 1).length > 0) return;
	// Of a refused activation n8n shows the message alone, so that it has to hold the reason too.
	const message = `Nothing of profile ${profile.name} is ever due again: all its times lie in the past, after its End Date or on Excluded Dates`;
	throw new SnapshotError('INVALID_INPUT', message, {
		system: 'profile',
		advice: 'Change these dates, or the Date and Time of what is due once, then activate again.',
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
