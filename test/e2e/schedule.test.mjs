import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { snapshotNames } from '../../scripts/lab/virsh.mjs';
import { failureOf, outputOf } from '../../scripts/n8n/execution.mjs';
import { FreshN8n, stage } from './stage.mjs';
import { chain, snapshotNode, vmNamed } from './workflows.mjs';

const VM = stage.domains.tiny;
const TWO_TICKS_SECONDS = 150;
/** Over two whole minutes pass in it, whenever it begins. */
const DOWN_MILLISECONDS = 125_000;

const trigger = snapshotNode('snapshotScheduleTrigger', {
	profileName: 'Every Minute',
	periods: {
		period: [{ name: 'minutely', every: 'minutes', minutes: 1, keepLast: 1, quiesce: 'off' }],
	},
});
const create = snapshotNode('createSnapshot', { ...vmNamed(VM), orderMode: 'fromProfile' });
const prune = snapshotNode('pruneByRetention', {
	targetMode: 'input',
	orderMode: 'fromProfile',
	preview: false,
});

const NEVER_DUE = {
	profileName: 'Over',
	periods: { period: [{ name: 'once', every: 'once', onceAt: '2020-01-01T02:00:00' }] },
};

describe('a published profile: every minute, keep the newest', () => {
	/** @type {FreshN8n} */
	let n8n;
	let workflow;
	let foreign;
	/** @type {import('../../scripts/n8n/rest.mjs').Execution[]} oldest first */
	let runs;
	before(async () => {
		foreign = await snapshotNames(VM);
		n8n = await FreshN8n.start('schedule');
		workflow = await n8n.rest.saveWorkflow(
			chain('Every minute', [create, prune], n8n.credential, trigger),
		);
	});
	after(() => n8n?.stop());

	it('is not published when nothing of it is ever due again, and n8n says why', async () => {
		const over = snapshotNode('snapshotScheduleTrigger', NEVER_DUE);
		const { status, triggers } = await n8n.rest.activate(
			await n8n.rest.saveWorkflow(chain('Over', [], n8n.credential, over)),
		);
		assert.equal(status, 'failed');
		assert.match(triggers[0].errorMessage, /Nothing of profile Over is ever due again: all its/);
	});

	it('is published without a complaint of the trigger', async () => {
		const { status, triggers } = await n8n.rest.activate(workflow);
		assert.equal(status, 'published');
		assert.deepEqual(
			triggers.map((one) => one.status),
			['activated'],
		);
	});

	it('runs by itself, once a minute, and succeeds', async () => {
		runs = await endedRuns(n8n, workflow.id, 2);
		const [first, second] = runs.map(createdBy);
		assert.equal(first.action, 'created');
		assert.equal(second.action, 'created');
		assert.equal(minutesBetween(first, second), 1);
	});

	it('runs once for all that n8n missed while it was down, and says how many', async () => {
		const count = runs.length;
		await n8n.server.kill();
		await sleep(DOWN_MILLISECONDS);
		await n8n.startAgain();
		runs = await endedRuns(n8n, workflow.id, count + 1);
		await n8n.rest.deactivate(workflow);
		const [last, caughtUp] = runs.slice(count - 1).map(createdBy);
		assert.equal(caughtUp.action, 'created');
		assert.ok(caughtUp.missed >= 1, `missed ${caughtUp.missed}`);
		assert.equal(minutesBetween(last, caughtUp), caughtUp.missed + 1);
	});

	it('leaves the newest snapshot of the profile, and all that are not of the profile', async () => {
		const newest = createdBy(runs.at(-1)).snapshot.name;
		assert.deepEqual((await snapshotNames(VM)).sort(), [...foreign, newest].sort());
	});
});

const createdBy = (run) => outputOf(run, create.name)[0];

const minutesBetween = (earlier, later) =>
	(Date.parse(later.scheduledAt) - Date.parse(earlier.scheduledAt)) / 60_000;

/**
 * The runs of a workflow that runs by itself, oldest first, as soon as there are so many. All succeeded.
 *
 * @param {FreshN8n} n8n
 * @param {string} workflowId
 * @param {number} count
 */
async function endedRuns(n8n, workflowId, count) {
	const ids = await executionIds(n8n, workflowId, count);
	const ended = await Promise.all(ids.map((id) => n8n.rest.waitForEnd(id)));
	for (const run of ended) assert.equal(failureOf(run), undefined);
	return ended;
}

/**
 * Waits until a workflow has run by itself so often.
 *
 * @param {FreshN8n} n8n
 * @param {string} workflowId
 * @param {number} count
 */
async function executionIds(n8n, workflowId, count) {
	const deadline = Date.now() + TWO_TICKS_SECONDS * 1000;
	for (;;) {
		const ids = (await n8n.rest.listExecutions(workflowId)).map(({ id }) => id).reverse();
		if (ids.length >= count) return ids;
		if (Date.now() > deadline) throw new Error(`It has run ${ids.length} times, not ${count}.`);
		await sleep(500);
	}
}
