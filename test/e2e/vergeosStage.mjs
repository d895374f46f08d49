import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVergeosLab } from '../../scripts/lab/vergeos.mjs';
import {
	VERGEOS_CREDENTIAL_TYPE,
	vergeosCredential,
	withCredential,
} from '../../scripts/n8n/attach.mjs';
import { failureOf } from '../../scripts/n8n/execution.mjs';
import { FreshN8n, stage } from './stage.mjs';
import { VergeosRows } from './vergeosRows.mjs';
import { snapshotNode } from './workflows.mjs';

/** Its tasks take seconds, so every wait is really waited, but not for long. */
const PACE = 0.1;
/** Trigger of the examples that are started by hand. */
const MANUAL = 'When Clicking Execute Workflow';

/** @typedef {Awaited<ReturnType<typeof startVergeosStage>>} VergeosStage */

/**
 * The simulated VergeOS, and an n8n with a credential for it.
 *
 * @param {string} name of the folder
 */
export async function startVergeosStage(name) {
	const lab = await startVergeosLab({
		logFile: join(stage.folder, `${name}-vergeos.log`),
		pace: PACE,
	});
	try {
		const n8n = await FreshN8n.start(name);
		const data = vergeosCredential(lab);
		n8n.credential = await n8n.rest.saveCredential('VergeOS', VERGEOS_CREDENTIAL_TYPE, data);
		const run = async (workflow, trigger = MANUAL) =>
			await n8n.rest.runToEnd(await n8n.rest.saveWorkflow(workflow), trigger);
		const succeed = async (workflow, trigger) => {
			const execution = await run(workflow, trigger);
			assert.equal(failureOf(execution), undefined);
			return execution;
		};
		const stop = async () => {
			await n8n.stop();
			await lab.stop();
		};
		return { lab, n8n, data, rows: new VergeosRows(lab), run, succeed, stop };
	} catch (error) {
		await lab.stop();
		throw error;
	}
}

/**
 * One of this package's nodes for VergeOS.
 *
 * @param {string} type without the package
 * @param {object} parameters
 * @param {string} [name]
 */
export const vergeosNode = (type, parameters, name) =>
	snapshotNode(type, { system: 'vergeos', ...parameters }, name);

/**
 * An example as a person imports it, with the credential chosen, and changed as its note says.
 *
 * @param {string} file without its ending
 * @param {import('../../scripts/n8n/rest.mjs').CredentialRef} credential
 * @param {(node: any) => any} [change]
 */
export function imported(file, credential, change = (node) => node) {
	const url = new URL(`../../examples/${file}.json`, import.meta.url);
	const example = JSON.parse(readFileSync(url, 'utf8'));
	const nodes = example.nodes.map((node) => withCredential(change(node), credential));
	return { ...example, nodes };
}
