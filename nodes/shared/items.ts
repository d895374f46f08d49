import type { INode, INodeExecutionData } from 'n8n-workflow';
import type { JsonRecord } from '../../snapshots/record';
import { toNodeError } from './nodeErrors';

/** What a node emits. What is about no target may name a profile instead. */
export type ItemRecord = JsonRecord & {
	readonly action: string;
	readonly warnings: readonly JsonRecord[];
	readonly target?: JsonRecord;
	readonly nativeProfile?: JsonRecord | null;
};

/** What came of one piece of the work, mostly of one snapshot of one VM. */
export interface Done {
	readonly itemIndex: number;
	readonly record: ItemRecord;
}

export interface Failed {
	readonly itemIndex: number;
	readonly failure: unknown;
}

export type Entry = Done | Failed;

export const isFailed = (entry: Entry): entry is Failed => 'failure' in entry;

export const isDone = (entry: Entry): entry is Done => !isFailed(entry);

/**
 * A failure travels beside the JSON, never as `json.error`: on the first item n8n's retry would take that for
 * the failure of the whole node and run every item again.
 */
export function toItem(node: INode, entry: Entry): INodeExecutionData {
	const pairedItem = { item: entry.itemIndex };
	if (!isFailed(entry)) return { json: entry.record, pairedItem };
	return { json: {}, error: toNodeError(node, entry.failure, entry.itemIndex), pairedItem };
}
