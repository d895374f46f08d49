import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository } from '../cache.mjs';
import { withCredential } from '../n8n/attach.mjs';
import { PlainError } from '../process/plainError.mjs';

/**
 * @typedef {object} SavedExample
 * @property {string} file
 * @property {import('../n8n/rest.mjs').Workflow} workflow
 * @property {string | undefined} trigger the node that starts it by hand
 */

/**
 * Saves every workflow of `examples/` in n8n, with the credential in each node that needs one.
 *
 * @param {import('../n8n/rest.mjs').N8nRest} rest
 * @param {import('../n8n/rest.mjs').CredentialRef} credential
 * @returns {Promise<SavedExample[]>}
 */
export async function saveExamples(rest, credential) {
	const files = (await readdir(join(repository, 'examples'))).filter((file) =>
		file.endsWith('.json'),
	);
	const saved = [];
	for (const file of files.sort()) {
		const example = JSON.parse(await readFile(join(repository, 'examples', file), 'utf8'));
		const nodes = example.nodes.map((node) => withCredential(node, credential));
		const trigger = nodes.find((node) => node.type === 'n8n-nodes-base.manualTrigger')?.name;
		saved.push({ file, trigger, workflow: await rest.saveWorkflow({ ...example, nodes }) });
	}
	return saved;
}

/**
 * The example that the demo runs: a snapshot before an upgrade, and back to it when the health check fails.
 *
 * @param {SavedExample[]} examples
 * @returns {SavedExample & { trigger: string }}
 */
export function shownExample(examples) {
	const example = examples.find(({ file, trigger }) => file.includes('before-upgrade') && trigger);
	if (!example) {
		throw new PlainError('examples/ has no *before-upgrade*.json that starts by a manual trigger.');
	}
	return example;
}
