import { z } from 'zod';
import type { Listing } from '../../snapshots/operations/list';
import { contentsOf, listingsOf, rowsOf } from '../../snapshots/operations/listings';
import { outcomeRecord, type JsonRecord, type Reported } from '../../snapshots/record';
import type { Work } from '../commands/command';
import { EXIT } from '../exitCodes';
import { listColumns } from '../output/columns';
import { tellWarnings } from '../output/failure';
import { connectionSchema, patienceOf, readOptions } from './readOptions';
import { readTargets, selectionSchema, targetsOf, type TargetChoice } from './readTargets';
import { withSession, type Session } from './session';
import { messagesOf, printRecords, printTable } from './settle';

const schema = connectionSchema.merge(selectionSchema).extend({
	onlyManaged: z.boolean().default(false),
	all: z.boolean().default(false),
	contents: z.boolean().default(false),
});
type Options = z.infer<typeof schema>;

export const list: Work = async (surroundings, given) => {
	const options = readOptions(schema, given.options);
	const { level, onlyManaged, all } = options;
	const choice = readTargets(options, { level, names: given.names, allowEverything: true });
	return await withSession(surroundings, options, () => async (session) => {
		const listings = await listingsFor(session, choice, options);
		const wishes = { onlyManaged, includeWithoutSnapshots: all };
		const rows = listings.flatMap((one) => rowsOf(one, wishes));
		if (options.json) printRecords(surroundings, await recordsOf(session, rows, options));
		else printTable(surroundings, listColumns(surroundings.clock.now()), rows);
		tellWarnings(surroundings, messagesOf(rows));
		if (rows.length === 0 && !options.quiet) surroundings.stderr.write(nothing(listings));
		return EXIT.done;
	});
};

async function listingsFor(
	{ on }: Session,
	choice: TargetChoice,
	options: Options,
): Promise<readonly Listing[]> {
	const patience = patienceOf(options);
	if (choice.mode === 'selected') return await listingsOf(on, choice.selection, patience);
	const targets = await targetsOf(on, choice, patience);
	const each = targets.map((target) => listingsOf(on, { mode: 'ref', target }, patience));
	return (await Promise.all(each)).flat();
}

async function recordsOf(
	{ on, system }: Session,
	rows: readonly Reported[],
	options: Options,
): Promise<readonly JsonRecord[]> {
	const records: JsonRecord[] = [];
	for (const row of rows) {
		const extras = options.contents ? await contentsOf(on, row, patienceOf(options)) : {};
		records.push(outcomeRecord(system.id, row, extras));
	}
	return records;
}

const nothing = (listings: readonly Listing[]): string =>
	listings.length === 0
		? 'Nothing matches.\n'
		: `No snapshots. Looked at ${listings.length}; --all shows them.\n`;
