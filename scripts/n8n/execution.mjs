/**
 * The items that a node put out in its last run, on one of its outputs.
 *
 * @param {import('./rest.mjs').Execution} execution
 * @param {string} nodeName
 * @param {number} [output]
 * @returns {any[]} the `json` of each item
 */
export function outputOf(execution, nodeName, output = 0) {
	const runs = execution.data.resultData.runData[nodeName] ?? [];
	return (runs.at(-1)?.data?.main?.[output] ?? []).map((item) => item.json);
}

/**
 * Why an execution did not succeed, in n8n's words; undefined when it did.
 *
 * @param {import('./rest.mjs').Execution} execution
 */
export function failureOf(execution) {
	if (execution.status === 'success') return undefined;
	const { error, lastNodeExecuted } = execution.data?.resultData ?? {};
	const where = lastNodeExecuted ? ` in "${lastNodeExecuted}"` : '';
	return `${execution.status}${where}: ${error?.message ?? 'no message'}${error?.description ? ` (${error.description})` : ''}`;
}
