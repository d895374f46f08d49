import { NODE_PREFIX } from '../n8n/attach.mjs';

const HEADINGS = ['step', 'VM', 'snapshot', 'action', 'seconds', 'warnings'];
const RIGHT_ALIGNED = new Set(['seconds']);

/**
 * What an execution did, as an aligned table: the nodes in the order they ran, with a row for each item of
 * those that act on VMs. Other nodes only hand such items on.
 *
 * @param {Pick<import('../n8n/rest.mjs').Execution, 'data' | 'workflowData'>} execution
 */
export function tableOf({ data, workflowData }) {
	const acting = new Set(
		workflowData.nodes.filter(({ type }) => type.startsWith(NODE_PREFIX)).map(({ name }) => name),
	);
	const rows = Object.entries(data.resultData.runData)
		.flatMap(([step, runs]) => runs.map((run) => ({ step, run })))
		.sort((a, b) => a.run.executionIndex - b.run.executionIndex)
		.flatMap(({ step, run }) => rowsOf(step, run, acting.has(step)));
	return align([HEADINGS, ...rows]);
}

/**
 * @param {string} step
 * @param {any} run
 * @param {boolean} acts
 */
function rowsOf(step, run, acts) {
	const seconds = (run.executionTime / 1000).toFixed(1);
	const items = (run.data?.main ?? []).flatMap((output) => output ?? []).map((item) => item.json);
	const results = acts ? items.filter((json) => json.action !== undefined) : [];
	if (results.length === 0) return [[step, '', '', run.error?.message ?? '', seconds, '']];
	return results.map((json, index) => [
		step,
		json.target?.name ?? '',
		json.snapshot?.name ?? '',
		json.action,
		index === 0 ? seconds : '',
		(json.warnings ?? []).map((warning) => warning.message ?? warning).join('; '),
	]);
}

/** @param {string[][]} rows */
function align(rows) {
	const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
	const line = (row) =>
		row
			.map((cell, column) =>
				RIGHT_ALIGNED.has(HEADINGS[column])
					? cell.padStart(widths[column])
					: cell.padEnd(widths[column]),
			)
			.join('  ')
			.trimEnd();
	const [headings, ...body] = rows.map(line);
	return [headings, widths.map((width) => '-'.repeat(width)).join('  '), ...body].join('\n');
}
