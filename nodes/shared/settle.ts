import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { hintsFor } from './hints';
import {
	isDone,
	isFailed,
	toItem,
	type Done,
	type Entry,
	type Failed,
	type ItemRecord,
} from './items';
import { isCancelled, markCancelled, saying, toNodeError, type ShownError } from './nodeErrors';
import { plainText } from '../../snapshots/plainText';
import { escapeHtml } from './remoteText';

/** What came of one job: all that was done, and all that was not. */
export interface JobResult {
	readonly entries: readonly Entry[];
}

export interface Outputs {
	readonly count: number;
	/** From 0. What failed has one too, for n8n takes it to the error output, if there is one, from there. */
	readonly indexOf: (entry: Entry) => number;
}

const ONE_OUTPUT: Outputs = { count: 1, indexOf: () => 0 };

/** Hands results to n8n: every item where the person wants to go on, else one error that tells of all. */
export function settle(
	context: IExecuteFunctions,
	results: readonly JobResult[],
	{ count, indexOf }: Outputs = ONE_OUTPUT,
): INodeExecutionData[][] {
	const entries = results.flatMap((result) => result.entries);
	const hints = hintsFor(entries);
	if (hints.length > 0) context.addExecutionHints(...hints);
	const failures = entries.filter(isFailed);
	if (failures.length > 0 && !context.continueOnFail()) throw summary(context, results, failures);
	const outputs = Array.from({ length: count }, (): INodeExecutionData[] => []);
	for (const entry of entries) outputs[indexOf(entry)]?.push(toItem(context.getNode(), entry));
	return outputs;
}

const MOST_FAILURES = 5;

/** The others have finished by now: the error names what failed, and what was done all the same. */
function summary(
	context: IExecuteFunctions,
	results: readonly JobResult[],
	failures: readonly Failed[],
): ShownError {
	const node = context.getNode();
	const [first] = failures;
	const shown = failures.map(({ failure, itemIndex }) => toNodeError(node, failure, itemIndex));
	const messages = [...new Set(shown.map(({ message }) => message))];
	const done = results.flatMap((result) => result.entries).filter(isDone);
	if (shown[0] !== undefined && messages.length === 1 && done.length === 0) return shown[0];

	const failedJobs = results.filter((result) => result.entries.some(isFailed)).length;
	const head = `${failedJobs} of ${results.length} ${results.length === 1 ? 'VM' : 'VMs'} failed`;
	const listed = messages.slice(0, MOST_FAILURES).join('; ');
	const more =
		messages.length > MOST_FAILURES ? `; and ${messages.length - MOST_FAILURES} more` : '';
	const message = `${head}: ${listed}${more}`;
	const description = escapeHtml(plainText([adviceOf(failures), doneText(done)].join(' ')));
	const error = new NodeOperationError(node, message, { description, itemIndex: first?.itemIndex });
	if (shown.some(isCancelled)) markCancelled(error);
	return saying(error, message);
}

const adviceOf = (failures: readonly Failed[]): string =>
	[
		...new Set(
			failures.map(({ failure }) => (failure instanceof SnapshotError ? failure.advice : '')),
		),
	]
		.slice(0, MOST_FAILURES)
		.join(' ');

/** What changed nothing is not worth telling beside a failure. */
const CHANGED_NOTHING: ReadonlySet<string> = new Set([
	'kept',
	'listed',
	'checked',
	'missing',
	'imported',
	'unchanged',
	'wouldDelete',
	'wouldCreate',
	'wouldUpdate',
	'wouldRefuse',
	'wouldAssign',
	'wouldUnassign',
	'wouldApplyRetention',
]);

function doneText(done: readonly Done[]): string {
	const byAction = new Map<string, string[]>();
	for (const { record } of done) {
		if (CHANGED_NOTHING.has(record.action)) continue;
		byAction.set(record.action, [...(byAction.get(record.action) ?? []), nameOf(record)]);
	}
	if (byAction.size === 0) return 'Nothing else was changed.';
	const said = [...byAction].map(([action, names]) => `${action} for ${names.join(', ')}`);
	return `Done all the same: ${said.join('; ')}.`;
}

function nameOf({ target, nativeProfile }: ItemRecord): string {
	const name = (target ?? nativeProfile)?.name;
	return typeof name === 'string' ? name : '';
}
