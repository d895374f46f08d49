import type { ExitCode } from '../exitCodes';
import { exitCodeFor, tellFailure, tellWarnings } from '../output/failure';
import { bold } from '../output/style';
import { table, type Column } from '../output/table';
import type { JsonRecord, Reported } from '../../snapshots/record';
import type { Surroundings } from '../surroundings';
import type { Finished, Result } from './onEachTarget';

/** Results to standard output, warnings and errors to standard error, and what it comes to as the exit code. */
export function settle<R extends Result>(
	surroundings: Surroundings,
	finished: readonly Finished<R>[],
	{ json, columns }: { readonly json: boolean; readonly columns: readonly Column<R>[] },
): ExitCode {
	const rows = finished.flatMap(({ results }) => results);
	if (json)
		printRecords(
			surroundings,
			finished.flatMap(({ records }) => records),
		);
	else printTable(surroundings, columns, rows);
	tellWarnings(surroundings, messagesOf(rows));
	const failures = finished.flatMap((one) => one.failures);
	for (const failure of failures) tellFailure(surroundings, failure);
	return exitCodeFor(failures, finished.some(isDone));
}

/** Whether all went well with a target, or at least something was changed. */
const isDone = <R extends Result>({ results, failures }: Finished<R>): boolean =>
	failures.length === 0 || results.some(({ action }) => action !== 'kept');

export const messagesOf = (rows: readonly Reported[]): string[] =>
	rows.flatMap(({ warnings }) => warnings.map(({ message }) => message));

/** One record a line: a reader may begin before the end, and a line cut off is told from a whole one. */
export function printRecords({ stdout }: Surroundings, records: readonly JsonRecord[]): void {
	stdout.write(records.map((record) => `${JSON.stringify(record)}\n`).join(''));
}

export function printTable<Row>(
	surroundings: Surroundings,
	columns: readonly Column<Row>[],
	rows: readonly Row[],
): void {
	const { stdout } = surroundings;
	if (rows.length > 0) stdout.write(table(columns, rows, bold(surroundings, stdout)));
}

/** After a preview: what to type to have it done. */
export function tellPreview(
	{ stderr }: Surroundings,
	finished: readonly Finished<Result>[],
	quiet: boolean,
): void {
	const due = finished
		.flatMap(({ results }) => results)
		.filter(({ action }) => action === 'wouldDelete').length;
	if (due === 0 || quiet) return;
	const what = due === 1 ? '1 snapshot' : `${due} snapshots`;
	stderr.write(`Preview: nothing was deleted. Give --yes to delete ${what}.\n`);
}
