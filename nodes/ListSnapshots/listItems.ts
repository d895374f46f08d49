import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import { capabilitiesOf, type Connection, type Patience } from '../../snapshots/connection';
import type { TargetRef } from '../../snapshots/model';
import { listSnapshots, type Listing } from '../../snapshots/operations/list';
import { partLevels, partsOf } from '../../snapshots/operations/partsOf';
import { snapshotsOf } from '../../snapshots/operations/snapshotsOf';
import { chainWarnings } from '../../snapshots/operations/warnings';
import type { JsonRecord } from '../../snapshots/record';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import type { Connections } from '../shared/connections';
import { info } from '../shared/hints';
import { outcomeRecord, type Done, type Reported } from '../shared/items';
import { readAllItems, type ItemRead } from '../shared/readAllItems';
import { readPatience } from '../shared/readOptions';
import { readTargets, type TargetChoice } from '../shared/readTargets';
import { resolveTargets } from '../shared/resolveTargets';
import { withConnections } from '../shared/session';
import { settle, type JobResult } from '../shared/settle';
import { listProperties } from './properties';

const optionsSchema = z
	.object({
		contents: z.boolean().default(false),
		includeWithoutSnapshots: z.boolean().default(false),
		onlyManaged: z.boolean().default(false),
	})
	.default({});
type Wishes = z.infer<typeof optionsSchema>;

interface Request extends TargetChoice {
	readonly patience: Patience;
	readonly wishes: Wishes;
}

/** One item for each snapshot, by VM, newest first. A filter is answered in bulk, not VM by VM. */
export async function listItems(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const reads = readAllItems(context, listProperties, (parameters): Request => ({
		...readTargets(parameters, { allowEmptyFilter: true }),
		patience: readPatience(parameters),
		wishes: parameters.get('options', optionsSchema),
	}));
	return await withConnections(context, async (connections) => {
		const results: JobResult[] = [];
		for (const read of reads) results.push(await listItem(context, connections, read));
		return settle(context, results);
	});
}

async function listItem(
	context: IExecuteFunctions,
	connections: Connections,
	read: ItemRead<Request>,
): Promise<JobResult> {
	if (!('request' in read)) return { entries: [read] };
	const { itemIndex, request } = read;
	try {
		const { on } = await connections.open(request.system, itemIndex);
		const listings = await listingsOf(on, request);
		if (listings.length === 0) context.addExecutionHints(info('Nothing matches the filter.'));
		const rows = listings.flatMap((one) => rowsOf(one, request.wishes));
		const entries: Done[] = [];
		for (const row of rows) {
			const extras = request.wishes.contents ? await contentsOf(on, row, request.patience) : {};
			entries.push({ itemIndex, record: outcomeRecord(on.driver.system, row, extras) });
		}
		return { entries };
	} catch (failure) {
		return { entries: [{ itemIndex, failure }] };
	}
}

async function listingsOf(on: Connection, { selection, patience }: Request): Promise<Listing[]> {
	const { timeLimitSeconds } = patience;
	const limited = { timeLimitSeconds, doing: `listing snapshots on ${on.driver.system}` };
	const listings = await withinTimeLimit(on, limited, async (signal) => {
		if (selection.mode !== 'filter') {
			const refs = await resolveTargets(on, selection, patience);
			return await Promise.all(refs.map((ref) => listingOf(on, ref, signal)));
		}
		const found: Listing[] = [];
		for await (const one of listSnapshots(on, selection.level, selection.filter, signal)) {
			found.push(one);
		}
		return found;
	});
	return listings.sort((left, right) => left.target.name.localeCompare(right.target.name));
}

async function listingOf(on: Connection, ref: TargetRef, signal: AbortSignal): Promise<Listing> {
	const target = await on.driver.readTarget(ref, signal);
	const snapshots = await snapshotsOf(on, target, signal);
	const capabilities = capabilitiesOf(on.driver, target.level, target);
	const warnings = chainWarnings(target, snapshots, capabilities, on.clock.now());
	return { target, snapshots, warnings };
}

/** A target's warnings go with its first row, so that whoever passes them on says each once. */
function rowsOf(
	{ target, snapshots, warnings }: Listing,
	{ includeWithoutSnapshots, onlyManaged }: Wishes,
): Reported[] {
	const wanted = snapshots.filter(({ mark }) => !onlyManaged || mark !== undefined);
	const rows = wanted.length === 0 && includeWithoutSnapshots ? [null] : wanted;
	return rows.map((snapshot, index) => ({
		action: 'listed',
		target,
		snapshot,
		warnings: index === 0 ? warnings : [],
	}));
}

async function contentsOf(
	on: Connection,
	{ target, snapshot }: Reported,
	{ timeLimitSeconds }: Patience,
): Promise<JsonRecord> {
	if (snapshot === null) return {};
	const doing = `looking into snapshot ${snapshot.name} of ${target.name}`;
	return await withinTimeLimit(on, { target, timeLimitSeconds, doing }, async (signal) => {
		const contents: JsonRecord[] = [];
		for (const level of partLevels(on, target)) {
			for (const { id, name } of await partsOf(on, target, snapshot, level, signal)) {
				contents.push({ level, id, name });
			}
		}
		return { contents };
	});
}
