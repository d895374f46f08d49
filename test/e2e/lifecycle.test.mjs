import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { PREFIX } from '../../scripts/lab/domains.mjs';
import {
	domainNames,
	domainState,
	inGuest,
	snapshotNames,
	virsh,
	waitForAgent,
} from '../../scripts/lab/virsh.mjs';
import { outputOf } from '../../scripts/n8n/execution.mjs';
import { run } from '../../scripts/process/command.mjs';
import { FreshN8n, stage } from './stage.mjs';
import {
	FROM_INPUT,
	itemNode,
	runChain,
	runToSuccess,
	snapshotNode,
	vmNamed,
} from './workflows.mjs';

const GUEST = stage.domains.guest;
const COPY = `${PREFIX}copy`;
const FOREIGN = 'made-by-a-person';

/** Files in the guest: `kept` is older than the snapshot, `change` is younger. */
const KEPT = '/mnt/kept';
const CHANGE = '/mnt/change';
const CHANGE_IN_MEMORY = '/run/change';

const diskOnly = { memory: false, quiesce: 'require' };

/** @param {string} file */
const exists = async (domain, file) =>
	(await inGuest(domain, `test -e ${file} && echo yes || echo no`)) === 'yes';
const boots = async (domain) => Number(await inGuest(domain, 'grep -c boot /mnt/boots'));

describe('a running guest, from snapshot to prune', () => {
	/** @type {FreshN8n} */
	let n8n;
	/** What Create Snapshot put out: later steps carry it on, as a workflow would. */
	let taken;
	before(async () => {
		n8n = await FreshN8n.start('lifecycle');
		await inGuest(GUEST, `echo 1 >${KEPT}; sync`);
	});
	after(() => n8n?.stop());

	/**
	 * @param {object} item what the node gets as its input
	 * @param {any} node
	 */
	const runOn = (item, node) => runChain(n8n, node.name, [itemNode(item), node]);

	describe('with memory', () => {
		it('takes a snapshot with memory, which libvirt lists', async () => {
			const create = snapshotNode('createSnapshot', {
				...vmNamed(GUEST),
				memory: true,
				quiesce: 'off',
			});
			[taken] = await runChain(n8n, 'Create with memory', [create]);
			assert.equal(taken.action, 'created');
			assert.equal(taken.snapshot.consistency, 'memory');
			assert.deepEqual(await snapshotNames(GUEST), [taken.snapshot.name]);
		});

		it('goes back without a restart: disk and memory are as they were', async () => {
			await inGuest(GUEST, `echo 1 >${CHANGE}; echo 1 >${CHANGE_IN_MEMORY}; sync`);
			const revert = snapshotNode('revertSnapshot', { ...FROM_INPUT, safetySnapshot: false });
			const [reverted] = await runOn(taken, revert);
			assert.equal(reverted.action, 'reverted');
			await waitForAgent(GUEST);
			assert.equal(await exists(GUEST, CHANGE), false);
			assert.equal(await exists(GUEST, CHANGE_IN_MEMORY), false);
			assert.equal(await exists(GUEST, KEPT), true);
			assert.equal(await boots(GUEST), 1);
		});

		it('deletes it, and goes on when it is already gone, if told so', async () => {
			const remove = snapshotNode('deleteSnapshot', {
				...FROM_INPUT,
				preview: false,
				ifMissing: 'ok',
			});
			const [deleted] = await runOn(taken, remove);
			assert.equal(deleted.action, 'deleted');
			assert.deepEqual(await snapshotNames(GUEST), []);
			assert.equal((await runOn(taken, remove))[0].action, 'missing');
		});
	});

	describe('quiesced', () => {
		it('takes a quiesced snapshot of the running guest', async () => {
			const create = snapshotNode('createSnapshot', { ...vmNamed(GUEST), ...diskOnly });
			[taken] = await runChain(n8n, 'Create quiesced', [create]);
			assert.equal(taken.action, 'created');
			assert.equal(taken.snapshot.consistency, 'quiesced');
			assert.deepEqual(await snapshotNames(GUEST), [taken.snapshot.name]);
			assert.equal(await domainState(GUEST), 'running');
			await inGuest(GUEST, 'sync'); // would hang in a guest that was left frozen
		});

		it('reverts the guest: what was changed since is gone, and it runs', async () => {
			await inGuest(GUEST, `echo 1 >${CHANGE}; sync`);
			const bootsBefore = await boots(GUEST);
			const revert = snapshotNode('revertSnapshot', { ...FROM_INPUT, safetySnapshot: false });
			const [reverted] = await runOn(taken, revert);
			assert.equal(reverted.action, 'reverted');
			assert.equal(await domainState(GUEST), 'running');
			await waitForAgent(GUEST);
			assert.equal(await exists(GUEST, CHANGE), false);
			assert.equal(await exists(GUEST, KEPT), true);
			assert.equal(await boots(GUEST), bootsBefore + 1);
		});

		it('restores it as a new VM: off, and the source is untouched', async () => {
			await inGuest(GUEST, `echo 1 >${CHANGE}; sync`);
			const restore = snapshotNode('restoreAsNewVm', { ...FROM_INPUT, newName: COPY });
			const [restored] = await runOn(taken, restore);
			assert.equal(restored.action, 'restored');
			assert.ok((await domainNames()).includes(COPY));
			assert.equal(await domainState(COPY), 'shut off');
			assert.equal(await domainState(GUEST), 'running');
			assert.equal(await exists(GUEST, CHANGE), true);
			assert.deepEqual(await snapshotNames(GUEST), [taken.snapshot.name]);
			assert.notEqual(await virsh('domuuid', COPY), await virsh('domuuid', GUEST));
		});

		it('the new VM boots with the content of the snapshot', async () => {
			await virsh('start', COPY);
			await waitForAgent(COPY);
			assert.equal(await exists(COPY, KEPT), true);
			assert.equal(await exists(COPY, CHANGE), false);
			await virsh('destroy', COPY);
		});
	});

	describe('pruned', () => {
		const prune = (preview) =>
			snapshotNode('pruneByRetention', { ...vmNamed(GUEST), keepLast: 2, preview });
		/** Oldest first. */
		const ours = [];
		/** What the preview said would go. */
		let planned;

		before(async () => {
			ours.push(taken.snapshot.name);
			const create = snapshotNode('createSnapshot', { ...vmNamed(GUEST), ...diskOnly });
			for (let count = 0; count < 3; count++) {
				const [made] = await runChain(n8n, 'Create another', [create]);
				ours.push(made.snapshot.name);
			}
			await virsh('snapshot-create-as', GUEST, FOREIGN, '--disk-only');
		});

		it('a preview names what would go, and nothing goes', async () => {
			const preview = prune(true);
			const execution = await runToSuccess(n8n, 'Preview', [preview]);
			planned = outputOf(execution, preview.name, REMOVED_OUTPUT);
			const kept = outputOf(execution, preview.name, KEPT_OUTPUT);
			assert.deepEqual(namesOf(planned), ours.slice(0, 2).sort());
			assert.deepEqual(namesOf(kept), ours.slice(2).sort());
			assert.ok(planned.every(({ action }) => action === 'wouldDelete'));
			assert.match(planned[0].planMarkdown, /\| Snapshot \| Taken .*\| Plan \| Why \|/);
			assert.deepEqual((await snapshotNames(GUEST)).sort(), [...ours, FOREIGN].sort());
		});

		it('the approved plan leaves exactly the newest two and the one that a person made', async () => {
			const apply = snapshotNode('pruneByRetention', { ...FROM_INPUT, orderMode: 'fromPlan' });
			const done = await runChain(n8n, 'Apply', [itemNode(...planned), apply]);
			assert.deepEqual(namesOf(done), ours.slice(0, 2).sort());
			assert.ok(done.every(({ action }) => action === 'deleted'));
			assert.deepEqual((await snapshotNames(GUEST)).sort(), [...ours.slice(2), FOREIGN].sort());
		});

		it('a prune by the same rules finds nothing left to remove', async () => {
			assert.deepEqual(await runChain(n8n, 'Prune', [prune(false)]), []);
		});

		it('no disk file is left over, and none is missing', async () => {
			const [, source] = (await virsh('domblklist', GUEST)).split(/\s+/);
			const chain = JSON.parse(
				await run('qemu-img', ['info', '-U', '--backing-chain', '--output=json', source]),
			).map(({ filename }) => basename(filename));
			assert.equal(chain.length, ours.length - 2 + 2, 'an overlay for each snapshot, and the base');
			const files = (await readdir(stage.images)).filter((file) => file.startsWith('guest.'));
			const others = ['guest.qcow2.xml', 'guest.serial'];
			assert.deepEqual(files.filter((file) => !others.includes(file)).sort(), chain.sort());
		});

		it('the guest still runs, with all its data', async () => {
			assert.equal(await domainState(GUEST), 'running');
			assert.equal(await exists(GUEST, KEPT), true);
			assert.equal(await exists(GUEST, CHANGE), true);
		});
	});
});

/** Outputs of Prune by Retention. */
const REMOVED_OUTPUT = 0;
const KEPT_OUTPUT = 1;

/** @param {any[]} items */
const namesOf = (items) => items.map(({ snapshot }) => snapshot.name).sort();
