import { failureOf, outputOf } from '../../scripts/n8n/execution.mjs';
import { CommandLine } from './commandLine.mjs';
import { FreshN8n } from './stage.mjs';
import { chain, itemNode, runToSuccess, snapshotNode, START } from './workflows.mjs';

/** An n8n and a command line that both know how to log in to one system. */
export class SystemStage {
	#system;

	/**
	 * @param {string} system
	 * @param {FreshN8n} n8n
	 * @param {object} data of the credential, as a person types it
	 * @param {CommandLine} commandLine
	 */
	constructor(system, n8n, data, commandLine) {
		this.#system = system;
		this.n8n = n8n;
		this.data = data;
		this.commandLine = commandLine;
	}

	/**
	 * Brings both up; of a subclass, one of its own.
	 *
	 * @param {string} system
	 * @param {{ credentialType: string, data: object }} credential
	 */
	static async start(system, { credentialType, data }) {
		const commandLine = await CommandLine.build();
		const n8n = await FreshN8n.start(system);
		n8n.credential = await n8n.rest.saveCredential('Lab', credentialType, data);
		return new this(system, n8n, data, commandLine);
	}

	async stop() {
		await this.n8n.stop();
		await this.commandLine.remove();
	}

	/**
	 * Presses the test button of the credential.
	 *
	 * @param {object} [change] of what is typed into it
	 */
	async press(change = {}) {
		return await this.n8n.rest.testCredential(this.n8n.credential, { ...this.data, ...change });
	}

	/**
	 * Runs one node, behind one that puts out `items`, and resolves to what it puts out.
	 *
	 * @param {string} type without the package
	 * @param {object} parameters
	 * @param {object[]} [items]
	 * @returns {Promise<any[] & { outputs: (index: number) => any[] }>} its first output
	 */
	async run(type, parameters, items) {
		const nodes = this.#nodes(type, parameters, items);
		const execution = await runToSuccess(this.n8n, type, nodes);
		const outputs = (index) => outputOf(execution, type, index);
		return Object.assign(outputs(0), { outputs });
	}

	/**
	 * The same for a node that is to fail.
	 *
	 * @param {string} type
	 * @param {object} parameters
	 * @param {object[]} [items]
	 * @returns {Promise<string>} message and advice
	 */
	async fail(type, parameters, items) {
		const { rest, credential } = this.n8n;
		const nodes = this.#nodes(type, parameters, items);
		const workflow = await rest.saveWorkflow(chain(type, nodes, credential));
		const failure = failureOf(await rest.runToEnd(workflow, START));
		if (failure === undefined) throw new Error(`${type} was to fail, and succeeded.`);
		return failure;
	}

	#nodes(type, parameters, items) {
		const node = snapshotNode(type, { system: this.#system, ...parameters });
		return items === undefined ? [node] : [itemNode(...items), node];
	}
}
