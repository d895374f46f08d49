import type { IDataObject, ITriggerFunctions } from 'n8n-workflow';
import { dueItems } from '../../snapshots/schedule/due';
import type { DueItem, Profile } from '../../snapshots/schedule/profile';
import { clock } from '../shared/clock';
import { dueRecord } from '../shared/readProfile';

/** All that is kept between ticks. What is on the systems is the truth about snapshots. */
interface State {
	lastTickAt?: string;
}

/** A person who switches a workflow on means from now on; n8n that comes back has missed something. */
const COMES_BACK = new Set(['init', 'leadershipChange']);

/** Looks every minute what has come due since the last look, and starts one run for each due period. */
export function startTicking(context: ITriggerFunctions, profile: Profile): void {
	const state: State = context.getWorkflowStaticData('node');
	if (!COMES_BACK.has(context.getActivationMode()) || lastTick(state) === undefined) {
		state.lastTickAt = clock.now().toISOString();
	}
	context.helpers.registerCron({ expression: '0 * * * * *' }, (nominal?: Date) =>
		tick(context, profile, state, laterOf(nominal, clock.now())),
	);
}

function tick(context: ITriggerFunctions, profile: Profile, state: State, now: Date): void {
	const since = lastTick(state) ?? now;
	state.lastTickAt = now.toISOString(); // n8n saves it together with what is emitted
	for (const due of dueItems(profile, since, now)) {
		context.emit([[{ json: itemOf(due) }]], undefined, undefined, keyOf(context, due));
	}
}

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
