import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { z } from 'zod';
import type { Connection, Patience } from '../../snapshots/connection';
import { coverage } from '../../snapshots/operations/coverage';
import { contentsOf, listingsOf, rowsOf } from '../../snapshots/operations/listings';
import { outcomeRecord } from '../../snapshots/record';
import { withinTimeLimit } from '../../snapshots/waiting/timeLimit';
import type { Connections } from '../shared/connections';
import { info } from '../shared/hints';
import type { Done } from '../shared/items';
import { readAllItems, type ItemRead } from '../shared/readAllItems';
import { readPatience } from '../shared/readOptions';
import { readTargets, type TargetChoice } from '../shared/readTargets';
import { withConnections } from '../shared/session';
import { settle, type JobResult } from '../shared/settle';
import {
	attach,
	PICTURE_FORMATS,
	PICTURE_THEMES,
	PICTURES,
	picturesOf,
	type Picture,
} from './pictures';
import { listProperties } from './properties';

const optionsSchema = z
	.object({
		contents: z.boolean().default(false),
		coverage: z.boolean().default(false),
		includeWithoutSnapshots: z.boolean().default(false),
		onlyManaged: z.boolean().default(false),
		picture: z.enum(PICTURES).default('none'),
		pictureFormat: z.enum(PICTURE_FORMATS).default('png'),
		pictureTheme: z.enum(PICTURE_THEMES).default('light'),
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
		const results: ListResult[] = [];
		for (const read of reads) results.push(await listItem(context, connections, read));
		const outputs = settle(context, results);
		const pictures = results.flatMap(({ entries, pictures: own }) =>
			entries.map((_entry, at) => own?.get(at)),
		);
		for (const [at, item] of (outputs[0] ?? []).entries()) {
			const picture = pictures[at];
			if (picture !== undefined) await attach(context, item, picture);
		}
		return outputs;
	});
}

interface ListResult extends JobResult {
	/** By the place of the entry that they go with. */
	readonly pictures?: ReadonlyMap<number, Picture>;
}

async function listItem(
	context: IExecuteFunctions,
	connections: Connections,
	read: ItemRead<Request>,
): Promise<ListResult> {
	if (!('request' in read)) return { entries: [read] };
	const { itemIndex, request } = read;
	try {
		const { on } = await connections.open(request.system, itemIndex);
		const { selection, patience, wishes } = request;
		if (wishes.coverage && selection.mode === 'filter') {
			return { entries: await coverageEntries(on, itemIndex, selection, patience) };
		}
		const listings = await listingsOf(on, selection, patience);
		if (listings.length === 0) context.addExecutionHints(info('Nothing matches the filter.'));
		const drawing = { now: on.clock.now(), timeZone: context.getTimezone() };
		const drawn = picturesOf(listings, wishes, drawing);
		const pictures = new Map<number, Picture>();
		const entries: Done[] = [];
		for (const [at, listing] of listings.entries()) {
			const rows = rowsOf(listing, wishes);
			const picture = drawn.get(at);
			// The timeline is of all, so it goes with the first row there is; a tree goes with a row of its own.
			if (picture !== undefined && (rows.length > 0 || wishes.picture === 'timeline')) {
				pictures.set(entries.length, picture);
			}
			for (const row of rows) {
				const extras = wishes.contents ? await contentsOf(on, row, patience) : {};
				entries.push({ itemIndex, record: outcomeRecord(on.driver.system, row, extras) });
			}
		}
		return { entries, pictures };
	} catch (failure) {
		return { entries: [{ itemIndex, failure }] };
	}
}

async function coverageEntries(
	on: Connection,
	itemIndex: number,
	{ level, filter }: Extract<TargetChoice['selection'], { mode: 'filter' }>,
	{ timeLimitSeconds }: Patience,
): Promise<Done[]> {
	const limited = { timeLimitSeconds, doing: `listing what is covered on ${on.driver.system}` };
	return await withinTimeLimit(on, limited, async (signal) => {
		const entries: Done[] = [];
		for await (const { target, newestAt, ...told } of coverage(on, level, filter, signal)) {
			const extras = { ...told, newestAt: newestAt?.toISOString() ?? null };
			const row = { action: 'listed', target, snapshot: null, warnings: [] } as const;
			entries.push({ itemIndex, record: outcomeRecord(on.driver.system, row, extras) });
		}
		return entries;
	});
}
