import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { FROM_INPUT, vmNamed } from './workflows.mjs';

const FOREIGN = 'made-by-a-person';
const KEPT_OUTPUT = 1;

/** @param {() => import('./lxdStage.mjs').LxdStage} stage */
export function lawsOfLxdRetention(stage) {
	/** Oldest first. */
	const ours = [];
	let container;
	let planned;
	const prune = (preview) => ({ ...vmNamed(container), keepLast: 2, preview });
	const namesOf = (items) => items.map(({ snapshot }) => snapshot.name).sort();

	before(async () => {
		({ container } = stage().names);
		for (let count = 0; count < 4; count++) {
			const [{ snapshot }] = await stage().run('createSnapshot', vmNamed(container));
			ours.push(snapshot.name);
		}
		await stage().lxc.run('snapshot', container, FOREIGN);
	});
	after(async () => {
		for (const name of await stage().snapshotNames(container)) {
			await stage().lxc.run('delete', `${container}/${name}`);
		}
	});

	it('a preview names what would go, and nothing goes', async () => {
		planned = await stage().run('pruneByRetention', prune(true));
		assert.deepEqual(namesOf(planned), ours.slice(0, 2).sort());
		assert.deepEqual(namesOf(planned.outputs(KEPT_OUTPUT)), ours.slice(2).sort());
		assert.ok(planned.every(({ action }) => action === 'wouldDelete'));
		assert.deepEqual(await stage().snapshotNames(container), [...ours, FOREIGN].sort());
	});

	it('the approved plan leaves the newest two and the one that a person made', async () => {
		const apply = { ...FROM_INPUT, orderMode: 'fromPlan' };
		const done = await stage().run('pruneByRetention', apply, planned);
		assert.ok(done.every(({ action }) => action === 'deleted'));
		const left = [...ours.slice(2), FOREIGN].sort();
		assert.deepEqual(await stage().snapshotNames(container), left);
	});

	it('a prune by the same rules finds nothing left to remove', async () => {
		const done = await stage().run('pruneByRetention', prune(false));
		assert.equal(done.length, 0);
		assert.equal((await stage().snapshotNames(container)).length, 3);
	});

	it('what a person made is listed as foreign, and only deleted when that is said', async () => {
		const chosen = {
			snapshotMode: 'choose',
			snapshot: { __rl: true, mode: 'name', value: FOREIGN },
		};
		const remove = { ...vmNamed(container), ...chosen, preview: false };
		const listed = await stage().run('listSnapshots', vmNamed(container));
		assert.equal(listed.find(({ snapshot }) => snapshot.name === FOREIGN).snapshot.managed, false);
		await stage().fail('deleteSnapshot', remove);
		assert.ok((await stage().snapshotNames(container)).includes(FOREIGN));
		await stage().run('deleteSnapshot', { ...remove, options: { includeForeign: true } });
		assert.deepEqual(await stage().snapshotNames(container), ours.slice(2).sort());
	});
}
