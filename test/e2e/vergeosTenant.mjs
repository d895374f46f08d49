import assert from 'node:assert/strict';
import { it } from 'node:test';
import { outputOf } from '../../scripts/n8n/execution.mjs';
import { imported } from './vergeosStage.mjs';

const TENANT = 'customer-a';
const CHANGED = 'changed by the workflow';

/**
 * Both ways that the example can take.
 *
 * @param {() => import('./vergeosStage.mjs').VergeosStage} stage
 */
export function lawsOfTheTenantExample(stage) {
	const tenant = () =>
		stage().rows.named('tenants', TENANT, 'description,status#running as running');
	const snapshots = async () => {
		const { $key } = await tenant();
		return await stage().rows.all('tenant_snapshots', '$key,name', `tenant eq ${$key}`);
	};

	/** The example with the change and the check that a person puts in the place of those two nodes. */
	async function withOwnSteps(healthy) {
		const { lab, n8n } = stage();
		const workflow = imported('09-vergeos-tenant-before-change', n8n.credential, (node) => {
			const [assignment] = node.parameters.assignments?.assignments ?? [];
			if (node.name === 'Check') assignment.value = healthy;
			return node;
		});
		const change = changeOf(lab, (await tenant()).$key);
		const { main } = workflow.connections['Create Snapshot'];
		// Beside the way, and above it, so that it runs first and the item goes on as it is.
		main[0].unshift({ node: change.name, type: 'main', index: 0 });
		return { ...workflow, nodes: [...workflow.nodes, change] };
	}

	it('goes back when the check fails, and runs again; what was is kept, too', async () => {
		const was = await tenant();
		const execution = await stage().succeed(await withOwnSteps(false));
		assert.equal(outputOf(execution, 'Own Change').length, 1);
		const [reverted] = outputOf(execution, 'Revert Snapshot');
		assert.equal(reverted.action, 'reverted');
		assert.deepEqual(await tenant(), was);
		assert.equal(was.running, true);
		const names = (await snapshots()).map(({ name }) => name);
		assert.equal(names.filter((name) => name.startsWith('before-change')).length, 1);
		assert.equal(names.filter((name) => /before.revert/i.test(name)).length, 1);
	});

	it('deletes the snapshot when the check passes, and the change stays', async () => {
		const before = await snapshots();
		const execution = await stage().succeed(await withOwnSteps(true));
		const [deleted] = outputOf(execution, 'Delete Snapshot');
		assert.equal(deleted.action, 'deleted');
		assert.deepEqual(await snapshots(), before);
		assert.equal((await tenant()).description, CHANGED);
	});
}

/** A person's own change of the tenant, by n8n's own node. */
const changeOf = ({ url, apiKey }, key) => ({
	id: 'own-change',
	name: 'Own Change',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	position: [440, -200],
	parameters: {
		method: 'PUT',
		url: `${url}/api/v4/tenants/${key}`,
		sendHeaders: true,
		headerParameters: { parameters: [{ name: 'Authorization', value: `Bearer ${apiKey}` }] },
		sendBody: true,
		specifyBody: 'json',
		jsonBody: JSON.stringify({ description: CHANGED }),
		options: { allowUnauthorizedCerts: true },
	},
});
