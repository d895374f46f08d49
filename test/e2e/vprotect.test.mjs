import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lawsOfTheCredential } from './vprotectCredential.mjs';
import { VprotectStage } from './vprotectStage.mjs';
import { locator, vmNamed } from './workflows.mjs';

describe('vProtect in n8n', () => {
	/** @type {VprotectStage} */
	let stage;
	before(async () => (stage = await VprotectStage.start()));
	after(() => stage?.stop());

	const create = (name, settings = {}) => ['createSnapshot', { ...vmNamed(name), settings }];
	const revert = (name, snapshotId, more = {}) => {
		const snapshot = { snapshotMode: 'choose', snapshot: locator('id', snapshotId) };
		return ['revertSnapshot', { ...vmNamed(name), ...snapshot, safetySnapshot: false, ...more }];
	};

	describe('the credential', () => lawsOfTheCredential(() => stage));

	describe('a snapshot', () => {
		it('is taken by the rule of the VM’s policy, and there when the node is done', async () => {
			const before = await stage.api.snapshots('web-01');
			const [taken] = await stage.run(...create('web-01'));
			assert.equal(taken.action, 'created');
			const [added, ...others] = (await stage.api.snapshots('web-01')).filter(
				({ guid }) => !before.some((one) => one.guid === guid),
			);
			assert.deepEqual(others, []);
			assert.equal(taken.snapshot.id, added.guid);
			assert.equal(added.policy, 'Production daily');
			assert.deepEqual(await stage.api.tasks('web-01'), ['SNAPSHOT FINISHED 50']);
		});

		it('tells at which hypervisor it can be restored from, and by which ID', async () => {
			const [{ target, snapshot }] = await stage.run(...create('db-01'));
			const vm = await stage.api.vm('db-01');
			assert.equal(target.details.hypervisorType, 'VCENTER');
			assert.equal(target.details.hypervisorVmId, vm.uuid);
			const row = (await stage.api.snapshots('db-01')).find(({ guid }) => guid === snapshot.id);
			assert.ok(Object.values(snapshot.details).includes(row.uuid), 'its ID there');
		});

		it('takes the place in the queue that is asked for', async () => {
			await stage.run(...create('build runner', { priority: '90' }));
			assert.deepEqual(await stage.api.tasks('build runner'), ['SNAPSHOT FINISHED 90']);
		});

		it('is refused for a VM without a policy, naming those that it could have', async () => {
			const failure = await stage.fail(...create('erp-01'));
			assert.match(failure, /erp-01 has no snapshot policy/);
			assert.match(failure, /Policies to choose from: Production daily, Test\./);
			assert.match(failure, /Assign Policy First/);
			assert.equal((await stage.api.vm('erp-01')).snapshotMgmtPolicy, null);
			assert.deepEqual(await stage.api.tasks('erp-01'), []);
		});

		it('assigns a policy first when one is named for that', async () => {
			const before = await stage.api.vm('erp-01');
			const [taken] = await stage.run(...create('erp-01', { assignPolicy: 'Test' }));
			assert.equal(taken.action, 'created');
			const { snapshotMgmtPolicy, ...rest } = await stage.api.vm('erp-01');
			assert.equal(snapshotMgmtPolicy.name, 'Test');
			const { snapshotMgmtPolicy: _, ...restBefore } = before;
			assert.deepEqual(rest, restBefore, 'all else of the VM is as it was');
			assert.equal((await stage.api.snapshots('erp-01')).length, 1);
		});

		it('is refused on a platform that vProtect leaves out, and of a VM that has gone', async () => {
			const left = await stage.fail(...create('router-01'));
			assert.match(left, /KVM, which vProtect’s support matrix leaves out/);
			const gone = await stage.fail(...create('mail-old'));
			assert.match(gone, /mail-old is no longer there/);
			for (const name of ['router-01', 'mail-old']) {
				assert.deepEqual(await stage.api.tasks(name), []);
			}
		});
	});

	describe('a revert', () => {
		/** The newest one of web-01. */
		let snapshot;
		let earlier;
		before(async () => {
			[{ snapshot }] = await stage.run(...create('web-01'));
			earlier = await stage.api.tasks('web-01');
		});

		it('is done by the command line at the server, over SSH, and keeps every snapshot', async () => {
			const there = await stage.api.snapshots('web-01');
			const [reverted] = await stage.run(...revert('web-01', snapshot.id));
			assert.equal(reverted.action, 'reverted');
			const added = (await stage.api.tasks('web-01')).slice(earlier.length);
			assert.equal(added.length, 1);
			assert.match(added[0], /^SNAPSHOT_REVERSION FINISHED /);
			assert.deepEqual(await stage.api.snapshots('web-01'), there);
		});

		it('is not begun at a server whose host key is another one', async () => {
			const tasks = await stage.api.tasks('web-01');
			await stage.logInBy('Stranger', { sshHostFingerprint: `SHA256:${'A'.repeat(43)}` });
			const failure = await stage.fail(...revert('web-01', snapshot.id));
			assert.match(failure, /is not the expected one/);
			assert.ok(failure.includes(stage.lab.ssh.hostKeyFingerprint), 'the key that it has');
			assert.deepEqual(await stage.api.tasks('web-01'), tasks);
		});

		it('is unsupported without the SSH part, with the way out', async () => {
			const tasks = await stage.api.tasks('web-01');
			await stage.logInBy('Without SSH', { useSsh: false });
			const failure = await stage.fail(...revert('web-01', snapshot.id));
			assert.match(failure, /can’t revert to a snapshot; only its command line can/);
			assert.match(failure, /Fill in the SSH part of the credential/);
			assert.deepEqual(await stage.api.tasks('web-01'), tasks);
			await stage.logInBy('Lab');
		});
	});

	describe('a policy of vProtect', () => {
		const native = (operation, name, more = {}) => [
			'nativeProfile',
			{ operation, level: 'vm', nativeProfile: locator('name', name), ...more },
		];

		it('comes in as a profile of n8n, with its schedule and its rule', async () => {
			const zone = { systemTimeZone: 'UTC' };
			const [item] = await stage.run(...native('import', 'Production daily', zone));
			assert.equal(item.action, 'imported');
			const { name, timeZone, periods } = item.profile;
			assert.deepEqual([name, timeZone], ['Production daily', 'UTC']);
			assert.equal(periods.length, 1);
			assert.deepEqual(
				periods.map(({ frequency }) => [frequency.every, ...frequency.at]),
				[['day', '22:00']],
			);
			assert.equal(periods[0].retention.last, 2);
			assert.ok(item.nextRuns.length > 0);
		});

		it('is assigned when that is asked for, and only then', async () => {
			const policyOf = async () => (await stage.api.vm('erp-01')).snapshotMgmtPolicy.name;
			const assign = (preview) =>
				stage.run(...native('assign', 'Production daily', { ...vmNamed('erp-01'), preview }));
			await assign(true);
			assert.equal(await policyOf(), 'Test');
			const [item] = await assign(false);
			assert.equal(item.action, 'assigned');
			assert.equal(await policyOf(), 'Production daily');
		});
	});
});
