import { NODE_PREFIX, withCredential } from '../../scripts/n8n/attach.mjs';
import { failureOf, outputOf } from '../../scripts/n8n/execution.mjs';

const MANUAL_TRIGGER = 'n8n-nodes-base.manualTrigger';
export const START = 'Start';

/**
 * One of this package's nodes for libvirt.
 *
 * @param {string} type without the package
 * @param {object} parameters
 * @param {string} [name]
 */
export const snapshotNode = (type, parameters, name = type) => ({
	name,
	type: `${NODE_PREFIX}${type}`,
	typeVersion: 1,
	parameters: { system: 'libvirt', ...parameters },
});

/** @param {string} name of a VM, as parameters that choose it */
export const vmNamed = (name) => ({ targetMode: 'one', target: locator('name', name) });

/** Parameters that take VM and snapshot from the item that the node before has put out. */
export const FROM_INPUT = { targetMode: 'input', snapshotMode: 'input' };

/**
 * @param {'name' | 'id'} mode
 * @param {string} value
 */
export const locator = (mode, value) => ({ __rl: true, mode, value });

/**
 * A node that puts out items, as an earlier one of a workflow would.
 *
 * @param {object[]} jsons
 */
export const itemNode = (...jsons) => ({
	name: 'Item',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode: `return ${JSON.stringify(jsons)}.map((json) => ({ json }));` },
});

/**
 * A workflow of nodes one after another, behind a trigger.
 *
 * @param {string} name
 * @param {any[]} nodes
 * @param {import('../../scripts/n8n/rest.mjs').CredentialRef} credential
 * @param {any} [trigger]
 */
export function chain(name, nodes, credential, trigger = manualTrigger) {
	const all = [trigger, ...nodes].map((node, index) => ({
		id: String(index + 1),
		position: [index * 240, 0],
		...withCredential(node, credential),
	}));
	const connections = {};
	for (const [index, node] of all.slice(0, -1).entries()) {
		connections[node.name] = { main: [[{ node: all[index + 1].name, type: 'main', index: 0 }]] };
	}
	return { name, nodes: all, connections, settings: { executionOrder: 'v1' } };
}

const manualTrigger = { name: START, type: MANUAL_TRIGGER, typeVersion: 1, parameters: {} };

/**
 * Runs nodes one after another in n8n and resolves to what the last one put out.
 *
 * @param {import('./stage.mjs').FreshN8n} n8n
 * @param {string} name
 * @param {any[]} nodes
 * @returns {Promise<any[]>} of its first output
 */
export async function runChain(n8n, name, nodes) {
	return outputOf(await runToSuccess(n8n, name, nodes), nodes.at(-1).name);
}

/**
 * Runs nodes one after another in n8n and resolves to the execution.
 *
 * @param {import('./stage.mjs').FreshN8n} n8n
 * @param {string} name
 * @param {any[]} nodes
 */
export async function runToSuccess(n8n, name, nodes) {
	const workflow = await n8n.rest.saveWorkflow(chain(name, nodes, n8n.credential));
	const execution = await n8n.rest.runToEnd(workflow, START);
	const failure = failureOf(execution);
	if (failure) throw new Error(`"${name}": ${failure}`);
	return execution;
}
