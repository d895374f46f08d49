import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CommandLine } from './commandLine.mjs';
import { startVprotect, vprotectConnection } from './vprotectStage.mjs';

describe('the command line with vProtect', () => {
	let lab;
	let api;
	/** @type {CommandLine} */
	let commandLine;
	let cli;
	let right;

	before(async () => {
		({ lab, api } = await startVprotect('cli'));
		commandLine = await CommandLine.build();
		right = vprotectConnection(lab);
		cli = await commandLine.connect('vprotect', right);
	});
	after(async () => {
		await commandLine?.remove();
		await lab?.stop();
	});

	/** @param {object} change of the connection; undefined leaves a field away */
	const connected = async (change) => await commandLine.connect('other', { ...right, ...change });
	const guidsOf = async (name) => (await api.snapshots(name)).map(({ guid }) => guid);

	it('takes no snapshot of a VM without a policy, and names those that it could have', async () => {
		const { exitCode, stdout, stderr } = await cli('create', 'erp-01');
		assert.equal(exitCode, 1);
		assert.equal(stdout, '');
		assert.match(stderr, /Policies to choose from: Production daily, Test\. \[NO_POLICY\]/);
		assert.match(stderr, /name it in --set assignPolicy\./);
		assert.deepEqual(await api.tasks('erp-01'), []);
	});

	describe('ends with 0 when all is done', () => {
		it('lists what vProtect keeps, for people and for machines', async () => {
			const { exitCode, stdout } = await cli('list', '--all');
			assert.equal(exitCode, 0);
			for (const name of ['web-01', 'erp-01', 'build runner']) {
				assert.match(stdout, new RegExp(`^${name}\\b`, 'm'));
			}
			const { records } = await cli('list', 'web-01', '--json');
			assert.deepEqual(
				records.map(({ snapshot }) => snapshot.id),
				await guidsOf('web-01'),
			);
		});

		it('takes a snapshot by the VM’s policy, at the place in the queue that is set', async () => {
			const before = await guidsOf('web-01');
			const ran = await cli('create', 'web-01', '--set', 'priority=80', '--json');
			assert.equal(ran.exitCode, 0, ran.stderr);
			const { snapshot } = ran.records[0];
			assert.ok(!before.includes(snapshot.id));
			assert.ok((await guidsOf('web-01')).includes(snapshot.id));
			assert.deepEqual(await api.tasks('web-01'), ['SNAPSHOT FINISHED 80']);
		});

		it('assigns a policy first when one is named for that', async () => {
			const ran = await cli('create', 'erp-01', '--set', 'assignPolicy=Test');
			assert.equal(ran.exitCode, 0, ran.stderr);
			assert.equal((await api.vm('erp-01')).snapshotMgmtPolicy.name, 'Test');
			assert.equal((await guidsOf('erp-01')).length, 1);
		});

		it('reverts over SSH', async () => {
			const [guid] = await guidsOf('web-01');
			const before = await api.tasks('web-01');
			const chosen = ['web-01', '--snapshot', `id:${guid}`, '--no-safety-snapshot'];
			const ran = await cli('revert', ...chosen, '--json');
			assert.equal(ran.exitCode, 0, ran.stderr);
			assert.equal(ran.records[0].action, 'reverted');
			const added = (await api.tasks('web-01')).slice(before.length);
			assert.equal(added.length, 1);
			assert.match(added[0], /^SNAPSHOT_REVERSION FINISHED /);
		});
	});

	describe('ends with 1 when it failed', () => {
		/** @returns {Promise<string>} what stands on standard error */
		const failed = async (run) => {
			const { exitCode, stdout, stderr } = await run;
			assert.equal(exitCode, 1, stderr);
			assert.equal(stdout, '');
			assert.doesNotMatch(stderr, /credential|n8n/);
			return stderr;
		};

		it('at a login, a certificate and a host key that are not right', async () => {
			const wrong = await connected({ password: 'not-the-password' });
			const login = await failed(wrong('list'));
			assert.match(login, /\[AUTH\]/);
			assert.ok(!login.includes('not-the-password'));
			const unchecked = await connected({ serverCertificate: undefined });
			assert.match(await failed(unchecked('list')), /\[TLS\]/);
			const [guid] = await guidsOf('db-01');
			const stranger = await connected({ sshHostFingerprint: `SHA256:${'A'.repeat(43)}` });
			const chosen = ['db-01', '-s', `id:${guid}`, '--no-safety-snapshot', '-q'];
			assert.match(await failed(stranger('revert', ...chosen)), /is not the expected one.*\[TLS\]/);
			assert.deepEqual(await api.tasks('db-01'), []);
		});

		it('without the SSH part of the connection, with the way out', async () => {
			const fields = ['sshHost', 'sshPort', 'sshUsername', 'sshPrivateKey', 'sshHostFingerprint'];
			const without = await connected(Object.fromEntries(fields.map((name) => [name, undefined])));
			const [guid] = await guidsOf('db-01');
			const stderr = await failed(without('revert', 'db-01', '--snapshot', `id:${guid}`));
			assert.match(stderr, /\[UNSUPPORTED\]\n {7}Fill in the SSH part of the connection/);
			assert.deepEqual(await api.tasks('db-01'), []);
		});

		it('at what vProtect can’t do, with the way out', async () => {
			const platform = await failed(cli('create', 'router-01'));
			assert.match(platform, /support matrix leaves out.*\[UNSUPPORTED\]/);
			const [guid] = await guidsOf('db-01');
			const removal = await failed(
				cli('delete', 'db-01', '-s', `id:${guid}`, '--yes', '--include-foreign'),
			);
			assert.match(removal, /\[UNSUPPORTED\]\n.*the rule of the policy/);
			assert.deepEqual(await guidsOf('db-01'), [guid]);
		});
	});

	it('ends with 2 at what can’t be meant, and nothing is asked of vProtect', async () => {
		const before = await api.get('/tasks');
		for (const args of [
			['create'],
			['create', 'web-01', '--set', 'colour=red'],
			['create', 'web-01', '--set', 'priority=urgent'],
			['revert', 'web-01'],
		]) {
			const { exitCode, stderr } = await cli(...args);
			assert.equal(exitCode, 2, `${args.join(' ')}: ${stderr}`);
		}
		assert.deepEqual(await api.get('/tasks'), before);
	});

	it('ends with 3 when a part is done, and says which is not and why', async () => {
		const ran = await cli('create', 'db-01', 'router-01', '--json');
		assert.equal(ran.exitCode, 3, ran.stderr);
		assert.deepEqual(
			ran.records.map(({ target }) => target.name),
			['db-01'],
		);
		assert.match(ran.stderr, /error: .*router-01.*\[UNSUPPORTED\]/);
		assert.deepEqual(await api.tasks('db-01'), ['SNAPSHOT FINISHED 50']);
	});
});
