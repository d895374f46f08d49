import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { toNodeError } from './nodeErrors';
import { ItemParameters } from './readParameters';

export type ItemRead<R> =
	| { readonly itemIndex: number; readonly request: R }
	| { readonly itemIndex: number; readonly failure: unknown };

/**
 * Reads every item's parameters before anything is sent. A parameter that can't be meant is no VM's failure
 * but the workflow's: unless the person chose to continue, nothing is begun at all.
 */
export function readAllItems<R>(
	context: IExecuteFunctions,
	properties: readonly INodeProperties[],
	read: (parameters: ItemParameters) => R,
): ItemRead<R>[] {
	return context.getInputData().map((_item, itemIndex): ItemRead<R> => {
		try {
			return { itemIndex, request: read(new ItemParameters(context, itemIndex, properties)) };
		} catch (failure) {
			const shown = toNodeError(context.getNode(), failure, itemIndex);
			if (!context.continueOnFail()) throw shown;
			return { itemIndex, failure: shown };
		}
	});
}
