import assert from 'node:assert/strict';
import { it } from 'node:test';
import { FROM_INPUT, locator, vmNamed } from './workflows.mjs';

const VM = 'DC0_H0_VM0';
const COPY = 'DC0_H0_VM0-copy';
const NOTE = 'CHG-1234: kernel 6.12';
const TWIN = 'of-a-person';
const KEPT_OUTPUT = 1;

/**
 * From snapshots to prune on one VM; what became of it is read by govc.
 *
 * @param {() => import('./vsphereStage.mjs').VsphereStage} stage
 */
export function lawsOfVsphereTrees(stage) {
	/** What Create Snapshot put out, each the child of the one before. */
	const taken = [];
	const create = async (parameters) => {
		const given = { ...vmNamed(VM), quiesce: 'off', ...parameters };
		return (await stage().run('createSnapshot', given))[0];
	};
	const tree = () => stage().govc.tree(VM);
	const edges = async () =>
		Object.fromEntries((await tree()).snapshots.map(({ id, parent }) => [id, parent]));
	const idOf = ({ snapshot }) => snapshot.id;

	it('begins with a snapshot that govc shows, the note in its description', async () => {
		taken.push(await create({ label: 'first', options: { note: NOTE } }));
		const [{ action, snapshot }] = taken;
		assert.equal(action, 'created');
		const { current, snapshots } = await tree();
		assert.deepEqual(
			snapshots.map(({ id, Name }) => [id, Name]),
			[[snapshot.id, snapshot.name]],
		);
		assert.ok(snapshots[0].Description.includes(NOTE), snapshots[0].Description);
		assert.equal(new Date(snapshots[0].CreateTime).toISOString(), snapshot.createdAt);
		assert.equal(current, snapshot.id);
	});

	it('grows by a child, and both are listed with their places', async () => {
		taken.push(await create({ label: 'second' }));
		const [first, second] = taken.map(idOf);
		assert.deepEqual(await edges(), { [first]: undefined, [second]: first });
		const listed = await stage().run('listSnapshots', vmNamed(VM));
		assert.deepEqual(
			listed.map(({ snapshot: { id, parentId, current } }) => [id, parentId, current]),
			[
				[second, first, true],
				[first, null, false],
			],
		);
	});

	it('an order that is run a second time finds what the first has made', async () => {
		const once = { label: 'once', options: { runKey: 'CHG-1234' } };
		const made = await create(once);
		const again = await create(once);
		assert.equal(made.action, 'created');
		assert.equal(again.action, 'existing');
		assert.equal(idOf(again), idOf(made));
		assert.equal((await tree()).snapshots.length, 3);
		await stage().run('deleteSnapshot', { ...FROM_INPUT, preview: false }, [made]);
	});

	it('a revert makes the snapshot the current one, and branches what comes next', async () => {
		const [first, second] = taken;
		const parameters = { ...FROM_INPUT, safetySnapshot: false, power: 'asSnapshot' };
		const [reverted] = await stage().run('revertSnapshot', parameters, [first]);
		assert.equal(reverted.action, 'reverted');
		assert.equal((await tree()).current, idOf(first));
		taken.push(await create({ label: 'third' }));
		const third = idOf(taken[2]);
		assert.deepEqual(await edges(), {
			[idOf(first)]: undefined,
			[idOf(second)]: idOf(first),
			[third]: idOf(first),
		});
	});

	it('a clone of a snapshot is a new VM, and the old one stays as it is', async () => {
		const was = await tree();
		const [restored] = await stage().run('restoreAsNewVm', { ...FROM_INPUT, newName: COPY }, [
			taken[0],
		]);
		assert.equal(restored.action, 'restored');
		assert.equal(restored.newTarget.name, COPY);
		assert.ok((await stage().govc.vmNames()).includes(COPY));
		assert.deepEqual(await stage().govc.snapshotNames(COPY), []);
		assert.deepEqual(await tree(), was);
		await stage().govc.run('vm.destroy', COPY);
	});

	it('one that others build on is deleted, and they stay', async () => {
		const [first, ...others] = taken;
		const parameters = { ...FROM_INPUT, preview: false };
		const [deleted] = await stage().run('deleteSnapshot', parameters, [first]);
		assert.equal(deleted.action, 'deleted');
		assert.deepEqual(Object.keys(await edges()).sort(), others.map(idOf).sort());
		const [again] = await stage().run('deleteSnapshot', { ...parameters, ifMissing: 'ok' }, [
			first,
		]);
		assert.equal(again.action, 'missing');
	});

	it('a name that two of them have is no choice; an ID is', async () => {
		for (const count of [1, 2]) {
			await stage().govc.run('snapshot.create', '-vm', VM, '-m=false', '-d', `${count}`, TWIN);
		}
		const twins = (await tree()).snapshots.filter(({ Name }) => Name === TWIN);
		const remove = (by, value) => ({
			...{ ...vmNamed(VM), snapshotMode: 'choose', snapshot: locator(by, value) },
			...{ preview: false, options: { includeForeign: true } },
		});
		const failure = await stage().fail('deleteSnapshot', remove('name', TWIN));
		assert.match(failure, new RegExp(`${VM} has 2 snapshots named ${TWIN} .*by ID`));
		assert.equal((await tree()).snapshots.length, 4);
		await stage().run('deleteSnapshot', remove('id', twins[1].id));
		const left = (await tree()).snapshots.filter(({ Name }) => Name === TWIN);
		assert.deepEqual(
			left.map(({ id }) => id),
			[twins[0].id],
		);
	});

	it('a prune removes what its preview named, and nothing that a person made', async () => {
		const prune = (preview) => ({ ...vmNamed(VM), keepLast: 1, preview });
		const planned = await stage().run('pruneByRetention', prune(true));
		const names = (items) => items.map(({ snapshot }) => snapshot.name);
		assert.deepEqual(names(planned), [taken[1].snapshot.name]);
		assert.deepEqual(names(planned.outputs(KEPT_OUTPUT)), [taken[2].snapshot.name]);
		assert.equal((await tree()).snapshots.length, 3);
		await stage().run('pruneByRetention', prune(false));
		assert.deepEqual(
			(await stage().govc.snapshotNames(VM)).sort(),
			[taken[2].snapshot.name, TWIN].sort(),
		);
		await stage().govc.run('snapshot.remove', '-vm', VM, '*');
	});
}
