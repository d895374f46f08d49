import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { snapshotNames } from '../../scripts/lab/virsh.mjs';
import { CREDENTIAL_TYPE } from '../../scripts/n8n/attach.mjs';
import { FreshN8n, rightCredential, stage } from './stage.mjs';
import { SlowPath } from './slowPath.mjs';
import { chain, runChain, snapshotNode, START, vmNamed } from './workflows.mjs';

const ANSWER_DELAY_MILLISECONDS = 400;
const SEEN_WITHIN_MILLISECONDS = 90_000;
const VM = stage.domains.tiny;

/** One order of a schedule: the same profile, period and instant however often it is run. */
const order = {
	name: 'Order',
	type: 'n8n-nodes-base.code',
	typeVersion: 2,
	parameters: { jsCode: `return [{ json: ${JSON.stringify(scheduledItem())} }];` },
};
const create = snapshotNode('createSnapshot', { ...vmNamed(VM), orderMode: 'fromProfile' });

function scheduledItem() {
	const period = {
		name: 'Daily',
		frequency: { every: 'day', at: '02:00' },
		retention: { last: 7, minimum: 1 },
		memory: false,
		quiesce: 'off',
	};
	return {
		profile: { name: 'Crash', timeZone: 'UTC', periods: [period] },
		period,
		scheduledAt: '2026-01-02T02:00:00.000Z',
		missed: 0,
	};
}

describe('n8n killed between a snapshot and its answer', () => {
	const path = new SlowPath(stage.ssh.port);
	/** @type {FreshN8n} */
	let n8n;
	before(async () => {
		n8n = await FreshN8n.start('crash');
		const data = { ...rightCredential, port: await path.open() };
		n8n.credential = await n8n.rest.saveCredential('slow path', CREDENTIAL_TYPE, data);
	});
	after(async () => {
		await n8n?.stop();
		await path.close();
	});

	it('leaves exactly one snapshot when the same order is run again', async () => {
		assert.deepEqual(await snapshotNames(VM), []);
		const nodes = [order, create];
		const workflow = await n8n.rest.saveWorkflow(chain('Crash', nodes, n8n.credential));

		path.delayMilliseconds = ANSWER_DELAY_MILLISECONDS;
		const interrupted = await n8n.rest.run(workflow, START);
		const made = await firstSnapshot();
		await n8n.server.kill();

		path.delayMilliseconds = 0;
		await n8n.startAgain();
		const { status } = await n8n.rest.readExecution(interrupted);
		assert.notEqual(status, 'success', 'the answer never arrived');
		const [result] = await runChain(n8n, 'Crash', nodes);
		assert.equal(result.action, 'existing');
		assert.equal(result.snapshot.name, made);
		assert.deepEqual(await snapshotNames(VM), [made]);
	});
});

async function firstSnapshot() {
	const deadline = Date.now() + SEEN_WITHIN_MILLISECONDS;
	while (Date.now() < deadline) {
		const [name] = await snapshotNames(VM);
		if (name !== undefined) return name;
		await sleep(20);
	}
	throw new Error('No snapshot was made.');
}
