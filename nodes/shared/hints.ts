import type { NodeExecutionHint } from 'n8n-workflow';
import { isFailed, type Entry } from './items';
import { plainText } from '../../snapshots/plainText';
import { escapeHtml } from './remoteText';

const MOST_WARNINGS = 5;

/** Warnings of a run, and what a person must not overlook in its output. */
export function hintsFor(entries: readonly Entry[]): NodeExecutionHint[] {
	const records = entries.flatMap((entry) => (isFailed(entry) ? [] : [entry.record]));
	const warnings = new Set(records.flatMap((record) => record.warnings.map(messageOf)));
	const shown = [...warnings].slice(0, MOST_WARNINGS);
	const left = warnings.size - shown.length;
	const previewed = records.filter(({ action }) => action === 'wouldDelete').length;
	return [
		...(previewed > 0 ? [info(previewText(previewed))] : []),
		...shown.map((message) => hint('warning', message)),
		...(left > 0 ? [info(`${left} more warnings are in the output.`)] : []),
	];
}

const previewText = (count: number): string =>
	`Preview: nothing was deleted. ${count} ${count === 1 ? 'snapshot' : 'snapshots'} would be; turn off Preview Only to do it.`;

const messageOf = ({ message }: { readonly message?: unknown }): string => String(message);

export const info = (message: string): NodeExecutionHint => hint('info', message);

const hint = (type: 'info' | 'warning', message: string): NodeExecutionHint => ({
	message: escapeHtml(plainText(message)),
	type,
	location: 'outputPane',
});
