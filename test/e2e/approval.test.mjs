import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { snapshotNames, virsh } from '../../scripts/lab/virsh.mjs';
import { withCredential } from '../../scripts/n8n/attach.mjs';
import { failureOf, outputOf } from '../../scripts/n8n/execution.mjs';
import { FreshN8n, stage } from './stage.mjs';
import { runChain, snapshotNode, vmNamed } from './workflows.mjs';

const VM = stage.domains.tiny;
const PROFILE = 'To Be Approved';
const WAIT_SECONDS = 60;
const example = JSON.parse(
	readFileSync(new URL('../../examples/05-prune-after-approval.json', import.meta.url), 'utf8'),
);

describe('the example of a prune that somebody has to approve', () => {
	/** @type {FreshN8n} */
	let n8n;
	let workflow;
	let foreign;
	/** Oldest first. */
	const ours = [];
	before(async () => {
		foreign = await snapshotNames(VM);
		n8n = await FreshN8n.start('approval');
		const create = snapshotNode('createSnapshot', {
			...vmNamed(VM),
			quiesce: 'off',
			options: { profileName: PROFILE },
		});
		for (let count = 0; count < 3; count++) {
			const [made] = await runChain(n8n, 'Create', [create]);
			ours.push(made.snapshot.name);
		}
		workflow = await n8n.rest.saveWorkflow(forTheLab(n8n.credential));
	});
	after(async () => {
		// Others take snapshots with memory of this VM, which must not stand beside these.
		const left = (await snapshotNames(VM)).filter((name) => ours.includes(name));
		for (const name of left) await virsh('snapshot-delete', VM, name);
		await n8n?.stop();
	});

	const present = async () => (await snapshotNames(VM)).sort();

	it('lays the plan before the approver, and deletes nothing when told to keep everything', async () => {
		const { id, page, submit } = await waitingForm(n8n, workflow);
		for (const name of ours) assert.ok(page.includes(name), `${name} is in the form`);
		assert.match(page, /<td>kept by no rule \(last 1\)<\/td>/);
		await submit('Keep everything');
		const run = await n8n.rest.waitForEnd(id);
		assert.equal(failureOf(run), undefined);
		assert.deepEqual(outputOf(run, 'Prune by Retention'), []);
		assert.deepEqual(await present(), [...foreign, ...ours].sort());
	});

	it('deletes exactly what the plan said when it is approved', async () => {
		const { id, submit } = await waitingForm(n8n, workflow);
		assert.deepEqual(await present(), [...foreign, ...ours].sort());
		await submit('Delete as planned');
		const run = await n8n.rest.waitForEnd(id);
		assert.equal(failureOf(run), undefined);
		const removed = outputOf(run, 'Prune by Retention');
		assert.deepEqual(
			removed.map(({ snapshot, action }) => [snapshot.name, action]).sort(),
			ours
				.slice(0, 2)
				.map((name) => [name, 'deleted'])
				.sort(),
		);
		assert.deepEqual(await present(), [...foreign, ours[2]].sort());
	});
});

/** What the example's note asks a person to set: credential, VM, profile and retention. */
function forTheLab(credential) {
	const own = { filter: { names: VM }, profileName: PROFILE, keepLast: 1 };
	const nodes = example.nodes.map((node) => {
		const parameters = { ...node.parameters, ...(node.name === 'Preview' ? own : {}) };
		return withCredential({ ...node, parameters }, credential);
	});
	return { ...example, nodes };
}

/**
 * Runs it up to the form, and opens that under the link that the approver gets.
 *
 * @param {FreshN8n} n8n
 * @param {import('../../scripts/n8n/rest.mjs').Workflow} workflow
 */
async function waitingForm(n8n, workflow) {
	const id = await n8n.rest.run(workflow, 'When Clicking Execute Workflow');
	const run = await waitingRun(n8n, id);
	const [{ approveAt }] = outputOf(run, 'Tell the Approver');
	const page = await (await fetch(approveAt)).text();
	const submit = async (decision) => {
		const body = new FormData();
		body.append('field-1', decision);
		const answer = await fetch(approveAt, { method: 'POST', body });
		assert.equal(answer.status, 200);
	};
	return { id, page, submit };
}

/**
 * @param {FreshN8n} n8n
 * @param {string} id
 */
async function waitingRun(n8n, id) {
	const deadline = Date.now() + WAIT_SECONDS * 1000;
	for (;;) {
		const run = await n8n.rest.readExecution(id);
		if (run.status === 'waiting') return run;
		if (Date.now() > deadline) throw new Error(failureOf(run));
		await sleep(250);
	}
}
