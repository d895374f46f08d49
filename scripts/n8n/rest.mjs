import { setTimeout as sleep } from 'node:timers/promises';
import { decodeFlatted } from './flatted.mjs';
import { N8nSession } from './session.mjs';

const POLL_MILLISECONDS = 250;
const ACTIVATION_LIMIT_MILLISECONDS = 60_000;
const FINISHED = new Set(['success', 'error', 'crashed', 'canceled']);

/**
 * @typedef {{ email: string, password: string, firstName: string, lastName: string }} Owner
 * @typedef {{ id: string, name: string, type: string }} CredentialRef
 * @typedef {{ id: string, name: string, nodes: object[], connections: object, versionId: string }} Workflow
 * @typedef {object} Execution
 * @property {string} id
 * @property {string} status
 * @property {string} workflowId
 * @property {string} mode
 * @property {string} startedAt
 * @property {{ nodes: { name: string, type: string }[] }} workflowData
 * @property {any} data what n8n calls run data: `resultData.runData[nodeName]`
 */

/** The calls of n8n's internal REST API that its editor makes, as far as they are needed here. */
export class N8nRest {
	#session;

	/** @param {string} url */
	constructor(url) {
		this.#session = new N8nSession(url);
	}

	/**
	 * Makes the first owner, or logs in where there is one.
	 *
	 * @param {Owner} owner
	 */
	async enter(owner) {
		const { userManagement } = await this.#session.call('GET', '/rest/settings');
		if (userManagement.showSetupOnFirstLoad)
			await this.#session.call('POST', '/rest/owner/setup', owner);
		else await this.login(owner);
	}

	/** @param {Pick<Owner, 'email' | 'password'>} owner */
	async login({ email, password }) {
		await this.#session.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** @returns {Promise<CredentialRef[]>} */
	async listCredentials() {
		return await this.#session.call('GET', '/rest/credentials');
	}

	/**
	 * Makes a credential, or gives the one of that name and type new data.
	 *
	 * @param {string} name
	 * @param {string} type
	 * @param {Record<string, unknown>} data
	 * @returns {Promise<CredentialRef>}
	 */
	async saveCredential(name, type, data) {
		const known = (await this.listCredentials()).find(
			(one) => one.name === name && one.type === type,
		);
		const body = { name, type, data };
		return known
			? await this.#session.call('PATCH', `/rest/credentials/${known.id}`, body)
			: await this.#session.call('POST', '/rest/credentials', body);
	}

	/**
	 * What the credential's test button does, with the data as typed.
	 *
	 * @param {CredentialRef} credential
	 * @param {Record<string, unknown>} data
	 * @returns {Promise<{ status: 'OK' | 'Error', message: string }>}
	 */
	async testCredential({ id, name, type }, data) {
		return await this.#session.call('POST', '/rest/credentials/test', {
			credentials: { id, name, type, data },
		});
	}

	/** @returns {Promise<{ id: string, name: string }[]>} */
	async listWorkflows() {
		return await this.#session.call('GET', '/rest/workflows');
	}

	/**
	 * @param {string} id
	 * @returns {Promise<Workflow>}
	 */
	async readWorkflow(id) {
		return await this.#session.call('GET', `/rest/workflows/${id}`);
	}

	/**
	 * Makes a workflow, or replaces the one of that name.
	 *
	 * @param {{ name: string, nodes: object[], connections: object, settings?: object }} workflow
	 * @returns {Promise<Workflow>}
	 */
	async saveWorkflow({ name, nodes, connections, settings = {} }) {
		const body = { name, nodes, connections, settings };
		const known = (await this.listWorkflows()).find((one) => one.name === name);
		if (!known) return await this.#session.call('POST', '/rest/workflows', body);
		const { versionId } = await this.readWorkflow(known.id);
		return await this.#session.call('PATCH', `/rest/workflows/${known.id}`, { ...body, versionId });
	}

	/**
	 * Starts it as the editor's Execute button does.
	 *
	 * @param {Workflow} workflow
	 * @param {string} trigger name of the trigger node to start from
	 * @returns {Promise<string>} the id of the execution
	 */
	async run(workflow, trigger) {
		const { executionId } = await this.#session.call('POST', `/rest/workflows/${workflow.id}/run`, {
			workflowData: workflow,
			triggerToStartFrom: { name: trigger },
		});
		return executionId;
	}

	/**
	 * Runs it to the end.
	 *
	 * @param {Workflow} workflow
	 * @param {string} trigger
	 * @param {number} [limitSeconds]
	 */
	async runToEnd(workflow, trigger, limitSeconds = 300) {
		return await this.waitForEnd(await this.run(workflow, trigger), limitSeconds);
	}

	/**
	 * @param {string} id
	 * @param {number} [limitSeconds]
	 */
	async waitForEnd(id, limitSeconds = 300) {
		const deadline = Date.now() + limitSeconds * 1000;
		for (;;) {
			const execution = await this.readExecution(id);
			if (FINISHED.has(execution.status)) return execution;
			if (Date.now() > deadline) {
				throw new Error(`Execution ${id} is still "${execution.status}" after ${limitSeconds} s.`);
			}
			await sleep(POLL_MILLISECONDS);
		}
	}

	/**
	 * @param {string} id
	 * @returns {Promise<Execution>}
	 */
	async readExecution(id) {
		const execution = await this.#session.call('GET', `/rest/executions/${id}`);
		return { ...execution, data: decodeFlatted(execution.data) };
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<{ id: string, status: string, mode: string }[]>} newest first
	 */
	async listExecutions(workflowId) {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		return (await this.#session.call('GET', `/rest/executions?filter=${filter}`)).results;
	}

	/**
	 * Publishes a workflow, so that its triggers run. n8n answers "active" even when a trigger could not be
	 * started: the publication status is what tells.
	 *
	 * @param {Workflow} workflow
	 */
	async activate({ id, versionId }) {
		await this.#session.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		const deadline = Date.now() + ACTIVATION_LIMIT_MILLISECONDS;
		for (;;) {
			const publication = await this.publicationStatus(id);
			if (publication.status !== 'in_progress') return publication;
			if (Date.now() > deadline) throw new Error(`n8n is still publishing workflow ${id}.`);
			await sleep(POLL_MILLISECONDS);
		}
	}

	/** @param {Workflow} workflow */
	async deactivate({ id }) {
		await this.#session.call('POST', `/rest/workflows/${id}/deactivate`);
	}

	/** @param {string} id */
	async publicationStatus(id) {
		return await this.#session.call('GET', `/rest/workflows/${id}/publication-status`);
	}

	/** @returns {Promise<{ name: string, properties: { name: string }[] }[]>} every credential type */
	async credentialTypes() {
		return await this.#session.call('GET', '/types/credentials.json');
	}

	/** @returns {Promise<{ name: string, displayName: string, credentials?: { name: string }[] }[]>} every node type that n8n has loaded */
	async nodeTypes() {
		return await this.#session.call('GET', '/types/nodes.json');
	}

	/**
	 * What a resource locator's list shows.
	 *
	 * @param {{
	 *   node: { type: string, typeVersion: number, parameters: object, credentials?: object },
	 *   method: string,
	 *   path: string,
	 *   filter?: string,
	 *   paginationToken?: string,
	 * }} question
	 * @returns {Promise<{ results: { name: string, value: string }[], paginationToken?: string }>}
	 */
	async locatorResults({ node, method, path, filter, paginationToken }) {
		return await this.#session.call(
			'POST',
			'/rest/dynamic-node-parameters/resource-locator-results',
			{
				path: `parameters.${path}`,
				methodName: method,
				nodeTypeAndVersion: { name: node.type, version: node.typeVersion },
				currentNodeParameters: node.parameters,
				credentials: node.credentials,
				filter,
				paginationToken,
			},
		);
	}
}
