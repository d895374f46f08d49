import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

export const one = (value: string, mode = 'name'): IDataObject => ({
	targetMode: 'one',
	target: { __rl: true, mode, value },
});

export const matching = (filter: IDataObject): IDataObject => ({ targetMode: 'filter', filter });

export const fromInput: IDataObject = { targetMode: 'input' };

export const snapshotBy = (mode: 'name' | 'id' | 'list', value: string): IDataObject => ({
	snapshotMode: 'choose',
	snapshot: { __rl: true, mode, value },
});

/** What stands at a path such as `snapshot.name` in each item. */
export const at = (items: readonly INodeExecutionData[] | undefined, path: string): unknown[] =>
	(items ?? []).map(({ json }) =>
		path
			.split('.')
			.reduce<unknown>(
				(value, key) => (value as Record<string, unknown> | null | undefined)?.[key],
				json,
			),
	);

/** The item that a run handed on, as the next node gets it. */
export const jsonOf = (items: readonly INodeExecutionData[] | undefined): IDataObject[] =>
	(items ?? []).map(({ json }) => json);
