import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Connection } from '../../snapshots/connection';
import { autoAssign } from '../../snapshots/operations/nativeProfile/autoAssign';
import { exportProfile } from '../../snapshots/operations/nativeProfile/export';
import { importNativeProfile } from '../../snapshots/operations/nativeProfile/import';
import { listNativeProfiles } from '../../snapshots/operations/nativeProfile/list';
import type { Connections } from '../shared/connections';
import { findSystem } from '../shared/findSystem';
import { info } from '../shared/hints';
import type { ItemRecord } from '../shared/items';
import { readAllItems, type ItemRead } from '../shared/readAllItems';
import { readPatience } from '../shared/readOptions';
import type { ItemParameters } from '../shared/readParameters';
import { withConnections } from '../shared/session';
import { settle, type JobResult } from '../shared/settle';
import type { System } from '../shared/systems/system';
import { nativeProfileProperties } from './properties';
import { readAutoAssignOrder, readExportOrder, readImportOrder } from './readOrders';
import { autoAssignRecord, exportedRecord, importedRecord, listedRecord } from './records';
import { sayPreview } from './sayPreview';

interface Request {
	readonly system: System;
	readonly run: (on: Connection) => Promise<readonly ItemRecord[]>;
}

/** Lists, imports or exports: work on the profiles themselves, one item after another. */
export async function profileItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const reads = readAllItems(context, nativeProfileProperties, (parameters): Request => ({
		system: findSystem(parameters.get('system', z.string())),
		run: readRun(parameters),
	}));
	return await withConnections(context, async (connections) => {
		const results: JobResult[] = [];
		for (const read of reads) results.push(await runItem(context, connections, read));
		const outputs = settle(context, results);
		sayPreview(context, outputs);
		return outputs;
	});
}

const optionsSchema = z.object({ countAssignments: z.boolean().default(true) }).default({});

/** All that a person may have mistaken is told before anything is sent. */
function readRun(parameters: ItemParameters): Request['run'] {
	switch (parameters.get('operation', z.enum(['autoAssign', 'export', 'import', 'list']))) {
		case 'autoAssign': {
			const order = readAutoAssignOrder(parameters);
			return async (on) => [autoAssignRecord(on, await autoAssign(on, order))];
		}
		case 'list': {
			const { countAssignments: withAssignments } = parameters.get('options', optionsSchema);
			const order = { withAssignments, patience: readPatience(parameters) };
			return async (on) =>
				(await listNativeProfiles(on, order)).map((profile) => listedRecord(on, profile));
		}
		case 'import': {
			const order = readImportOrder(parameters);
			return async (on) => [importedRecord(on, await importNativeProfile(on, order))];
		}
		case 'export': {
			const order = readExportOrder(parameters);
			return async (on) => [exportedRecord(on, order.profile, await exportProfile(on, order))];
		}
	}
}

async function runItem(
	context: IExecuteFunctions,
	connections: Connections,
	read: ItemRead<Request>,
): Promise<JobResult> {
	if (!('request' in read)) return { entries: [read] };
	const { itemIndex, request } = read;
	try {
		const { on } = await connections.open(request.system, itemIndex);
		const records = await request.run(on);
		if (records.length === 0) context.addExecutionHints(info('The system has no native profiles.'));
		return { entries: records.map((record) => ({ itemIndex, record })) };
	} catch (failure) {
		return { entries: [{ itemIndex, failure }] };
	}
}
