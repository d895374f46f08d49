import type { Snapshot, Target } from '../model';
import type { Warning } from './warnings';

/** What was done, in one word that is the same in every output. */
export const ACTIONS = [
	'created',
	'existing',
	'reverted',
	'restored',
	'deleted',
	'kept',
	'wouldDelete',
	'missing',
	'listed',
	'checked',
	'held',
	'released',
	'imported',
	'updated',
	'unchanged',
	'wouldCreate',
	'wouldUpdate',
	'wouldRefuse',
	'assigned',
	'wouldAssign',
	'unassigned',
	'wouldUnassign',
	'wouldApplyRetention',
] as const;
export type Action = (typeof ACTIONS)[number];

/** The one shape of every operation's outcome for one snapshot of one target. */
export interface Outcome {
	readonly action: Action;
	readonly target: Target;
	readonly snapshot: Snapshot;
	readonly warnings: readonly Warning[];
}
