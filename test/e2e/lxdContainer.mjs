import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { vmNamed } from './workflows.mjs';

const DAY_MS = 86_400_000;
const NEVER = '0001-01-01T00:00:00Z';
const COPY = 'web-01-copy';

/**
 * From snapshot to deletion, on a container that runs; what is in it is read inside it.
 *
 * @param {() => import('./lxdStage.mjs').LxdStage} stage
 */
export function lawsOfLxdContainers(stage) {
	let lxc;
	let container;
	/** What Create Snapshot put out: later steps carry it on, as a workflow would. */
	let taken;

	const write = (text) => lxc.inside(container, `echo ${text} >/root/state; sync`);
	const read = (name = container) => lxc.inside(name, 'cat /root/state');
	/** Another one after each start. */
	const processId = async () => (await lxc.query(`/1.0/instances/${container}/state`)).pid;
	const create = (parameters) =>
		stage().run('createSnapshot', { ...vmNamed(container), ...parameters });

	before(async () => {
		({
			lxc,
			names: { container },
		} = stage());
		await write('before');
	});
	after(async () => {
		for (const name of await stage().snapshotNames(container)) {
			await lxc.run('delete', `${container}/${name}`);
		}
	});

	it('gets a snapshot that LXD itself will remove when it has expired', async () => {
		[taken] = await create({ label: 'before-upgrade', keepFor: 3, keepForUnit: 'days' });
		assert.equal(taken.action, 'created');
		assert.equal(taken.snapshot.consistency, 'crash');
		const [row] = await stage().snapshots(container);
		assert.equal(row.name, taken.snapshot.name);
		assert.equal(new Date(row.expires_at).toISOString(), taken.snapshot.expiresAt);
		const lifetime = new Date(row.expires_at) - new Date(row.created_at);
		assert.ok(Math.abs(lifetime - 3 * DAY_MS) < 60_000, `${lifetime} ms`);
	});

	it('keeps for good what is to stay, though LXD is told to let its snapshots expire', async () => {
		await lxc.run('config', 'set', container, 'snapshots.expiry', '1d');
		const [forGood] = await create({ label: 'for-good' });
		assert.equal(forGood.snapshot.expiresAt, null);
		const rows = await stage().snapshots(container);
		assert.equal(rows.find(({ name }) => name === forGood.snapshot.name).expires_at, NEVER);
		await lxc.run('config', 'unset', container, 'snapshots.expiry');
		await stage().remove(forGood);
	});

	it('an order that is run a second time finds what the first has made', async () => {
		const once = { label: 'once', options: { runKey: 'CHG-1234' } };
		const [first] = await create(once);
		const [second] = await create(once);
		assert.equal(first.action, 'created');
		assert.equal(second.action, 'existing');
		assert.equal(second.snapshot.id, first.snapshot.id);
		assert.deepEqual(
			await stage().snapshotNames(container),
			[taken.snapshot.name, first.snapshot.name].sort(),
		);
		await stage().remove(first);
	});

	it('can’t keep its memory, and the message says why', async () => {
		const failure = await stage().fail('createSnapshot', { ...vmNamed(container), memory: true });
		assert.match(
			failure,
			/web-01: A container has no memory that could be kept.*Turn off Include Memory/,
		);
		assert.deepEqual(await stage().snapshotNames(container), [taken.snapshot.name]);
	});

	it('is reverted: what was changed since is gone, and it runs', async () => {
		await write('after');
		const was = await processId();
		const [reverted] = await stage().revert(taken);
		assert.equal(reverted.action, 'reverted');
		assert.equal(reverted.target.powerState, 'running');
		assert.equal(await lxc.status(container), 'Running');
		assert.notEqual(await processId(), was);
		assert.equal(await read(), 'before');
		assert.deepEqual(await stage().snapshotNames(container), [taken.snapshot.name]);
	});

	it('a revert can itself be undone by the safety snapshot', async () => {
		await write('unsaved');
		await stage().revert(taken, { safetySnapshot: true });
		assert.equal(await read(), 'before');
		const chosen = { snapshotMode: 'newestManaged', snapshotProfile: 'Before Revert' };
		await stage().run('revertSnapshot', {
			...{ ...vmNamed(container), ...chosen, safetySnapshot: false },
		});
		assert.equal(await read(), 'unsaved');
		const [removed] = await stage().run('deleteSnapshot', {
			...{ ...vmNamed(container), ...chosen, preview: false },
		});
		assert.equal(removed.action, 'deleted');
	});

	it('is reverted and left off, if that is wanted', async () => {
		const [reverted] = await stage().revert(taken, { power: 'stopped' });
		assert.equal(reverted.target.powerState, 'stopped');
		assert.equal(await lxc.status(container), 'Stopped');
		await lxc.run('start', container);
		assert.equal(await read(), 'before');
	});

	it('is restored as a new container: off, and the source is untouched', async () => {
		await write('after');
		const was = await processId();
		const [restored] = await stage().restore(taken, COPY);
		assert.equal(restored.action, 'restored');
		assert.equal(restored.newTarget.powerState, 'stopped');
		assert.equal(await lxc.status(COPY), 'Stopped');
		assert.equal(await processId(), was);
		assert.equal(await read(), 'after');
		assert.deepEqual(await stage().snapshotNames(container), [taken.snapshot.name]);
		assert.deepEqual(await stage().snapshotNames(COPY), []);
	});

	it('the new one starts with what the snapshot holds', async () => {
		await lxc.run('start', COPY);
		assert.equal(await read(COPY), 'before');
		await lxc.run('delete', '--force', COPY);
	});

	it('a name that is taken is refused, and what has it stays', async () => {
		const { vm } = stage().names;
		const was = await stage().instance(vm);
		const parameters = { targetMode: 'input', snapshotMode: 'input', newName: vm };
		const failure = await stage().fail('restoreAsNewVm', parameters, [taken]);
		assert.match(failure, new RegExp(vm));
		assert.deepEqual(await stage().instance(vm), was);
	});

	it('loses the snapshot when it is deleted, and it is no failure when it is gone', async () => {
		const [deleted] = await stage().remove(taken);
		assert.equal(deleted.action, 'deleted');
		assert.deepEqual(await stage().snapshotNames(container), []);
		const [again] = await stage().remove(taken, { ifMissing: 'ok' });
		assert.equal(again.action, 'missing');
	});
}
