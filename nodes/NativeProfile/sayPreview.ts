import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { info } from '../shared/hints';

const PREVIEWS: ReadonlySet<unknown> = new Set([
	'wouldAssign',
	'wouldUnassign',
	'wouldCreate',
	'wouldUpdate',
	'wouldRefuse',
	'wouldApplyRetention',
]);

/** A preview must not pass for the deed. */
export function sayPreview(
	context: IExecuteFunctions,
	outputs: readonly INodeExecutionData[][],
): void {
	if (!outputs.flat().some(({ json }) => PREVIEWS.has(json.action))) return;
	context.addExecutionHints(info('Preview: nothing was changed. Turn off Preview Only to do it.'));
}
