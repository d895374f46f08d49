import assert from 'node:assert/strict';
import { afterEach, it } from 'node:test';
import { vmNamed } from './workflows.mjs';

const VM = 'DC0_C0_RP0_VM0';
/** Long enough for a test to act between two requests. */
const SLOW_MILLISECONDS = 300;

/** @param {() => import('./vsphereStage.mjs').VsphereStage} stage */
export function lawsOfLostSessions(stage) {
	const create = { ...vmNamed(VM), quiesce: 'off', label: 'session' };
	afterEach(() => (stage().path.delayMilliseconds = 0));

	it('is ended when the work is done', async () => {
		assert.deepEqual(await stage().govc.sessionKeys(), []);
	});

	it('that an administrator ends in the middle is begun again, and the work is done once', async () => {
		stage().path.delayMilliseconds = SLOW_MILLISECONDS;
		const work = stage().run('createSnapshot', create);
		const first = await stage().newSession();
		await stage().govc.run('session.rm', first);
		const second = await stage().newSession([first]);
		const [taken] = await work;
		assert.notEqual(second, first);
		assert.equal(taken.action, 'created');
		assert.deepEqual(await stage().govc.snapshotNames(VM), [taken.snapshot.name]);
		assert.deepEqual(await stage().govc.sessionKeys(), []);
	});

	it('that ends with the whole server is a failure which says so, and the next run works', async () => {
		stage().path.delayMilliseconds = SLOW_MILLISECONDS;
		const failure = stage().fail('createSnapshot', create);
		await stage().newSession();
		await stage().lab.kill();
		assert.match(await failure, /127\.0\.0\.1/);
		assert.ok(!(await failure).includes(stage().lab.password), 'no secret in the message');

		stage().path.delayMilliseconds = 0;
		await stage().lab.restart();
		assert.deepEqual(await stage().govc.snapshotNames(VM), []);
		const [taken] = await stage().run('createSnapshot', create);
		assert.equal(taken.action, 'created');
		assert.deepEqual(await stage().govc.snapshotNames(VM), [taken.snapshot.name]);
		await stage().govc.run('snapshot.remove', '-vm', VM, '*');
	});
}
