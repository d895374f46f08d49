import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lawsOfLxdContainers } from './lxdContainer.mjs';
import { lawsOfTheLxdCredential } from './lxdCredential.mjs';
import { lawsOfLxdRetention } from './lxdRetention.mjs';
import { LxdStage } from './lxdStage.mjs';
import { lawsOfLxdVolumes } from './lxdVolume.mjs';
import { vmNamed } from './workflows.mjs';

const NEVER = '0001-01-01T00:00:00Z';

describe('LXD in n8n', () => {
	/** @type {LxdStage} */
	let stage;
	before(async () => (stage = await LxdStage.start()));
	after(() => stage?.stop());

	describe('the credential', () => lawsOfTheLxdCredential(() => stage));

	describe('a running container', () => lawsOfLxdContainers(() => stage));

	describe('retention', () => lawsOfLxdRetention(() => stage));

	describe('a volume', () => lawsOfLxdVolumes(() => stage));

	describe('a VM that is off', () => {
		const COPY = 'erp-01-copy';
		const NOTE = 'user.note';
		let taken;

		it('gets a snapshot, which LXD lists', async () => {
			const { vm } = stage.names;
			await stage.lxc.run('config', 'set', vm, NOTE, 'before');
			[taken] = await stage.run('createSnapshot', { ...vmNamed(vm), label: 'vm' });
			assert.equal(taken.action, 'created');
			assert.equal(taken.target.powerState, 'stopped');
			const [row] = await stage.snapshots(vm);
			assert.equal(row.name, taken.snapshot.name);
			assert.equal(row.expires_at, NEVER);
		});

		it('goes back to it, settings included, and stays off', async () => {
			const { vm } = stage.names;
			await stage.lxc.run('config', 'set', vm, NOTE, 'after');
			const [reverted] = await stage.revert(taken);
			assert.equal(reverted.action, 'reverted');
			assert.equal(await stage.lxc.run('config', 'get', vm, NOTE), 'before');
			assert.equal(await stage.lxc.status(vm), 'Stopped');
		});

		it('comes back as a new VM, and stays as it is', async () => {
			const { vm } = stage.names;
			const was = await stage.instance(vm);
			const [restored] = await stage.restore(taken, COPY);
			assert.equal(restored.action, 'restored');
			assert.equal(restored.newTarget.name, COPY);
			const made = await stage.instance(COPY);
			assert.equal(made.type, 'virtual-machine');
			assert.equal(made.status, 'Stopped');
			assert.notEqual(made.config['volatile.uuid'], was.config['volatile.uuid']);
			assert.deepEqual(await stage.instance(vm), was);
			await stage.lxc.run('delete', COPY);
		});

		it('is listed beside the containers', async () => {
			const listed = await stage.run('listSnapshots', {
				targetMode: 'filter',
				options: { includeWithoutSnapshots: true },
			});
			const types = Object.fromEntries(
				listed.map(({ target }) => [target.name, target.details.type]),
			);
			assert.deepEqual(types, {
				[stage.names.vm]: 'virtual-machine',
				[stage.names.container]: 'container',
			});
		});

		it('loses the snapshot when it is deleted', async () => {
			const [deleted] = await stage.remove(taken);
			assert.equal(deleted.action, 'deleted');
			assert.deepEqual(await stage.snapshots(stage.names.vm), []);
		});
	});

	describe('an instance in another project', () => {
		const PROJECT = 'customer-a';
		const NAME = 'app-01';
		before(async () => {
			const shared = ['features.images=false', 'features.profiles=false'];
			const settings = shared.flatMap((setting) => ['--config', setting]);
			await stage.lxc.run('project', 'create', PROJECT, ...settings);
			await stage.lxc.run('init', 'tiny', NAME, '--project', PROJECT, '--quiet');
		});
		after(async () => {
			await stage.lxc.run('delete', NAME, '--project', PROJECT);
			await stage.lxc.run('project', 'delete', PROJECT);
		});

		it('is found by its name, and its snapshot is made and removed there', async () => {
			const [taken] = await stage.run('createSnapshot', vmNamed(NAME));
			assert.equal(taken.target.details.project, PROJECT);
			const path = `/1.0/instances/${NAME}/snapshots?recursion=1&project=${PROJECT}`;
			const rows = await stage.lxc.query(path);
			assert.deepEqual(
				rows.map(({ name }) => name),
				[taken.snapshot.name],
			);
			await stage.remove(taken);
			assert.deepEqual(await stage.lxc.query(path), []);
		});
	});

	it('the command line makes, lists and deletes snapshots of it', async () => {
		const { container } = stage.names;
		const cli = await stage.commandLine.connect('lxd', stage.connection);
		const made = await cli('create', container, '--profile', 'Command Line', '--json');
		assert.equal(made.exitCode, 0, made.stderr);
		const [{ snapshot }] = made.records;
		assert.ok((await stage.snapshotNames(container)).includes(snapshot.name));
		const chosen = ['--match', container, '--match', stage.names.vm, '--only-managed', '--json'];
		const { records } = await cli('list', ...chosen);
		assert.deepEqual(
			records.map((record) => [record.target.name, record.snapshot.name]),
			[[container, snapshot.name]],
		);
		const gone = await cli('delete', container, '--newest', '--yes');
		assert.equal(gone.exitCode, 0, gone.stderr);
		assert.ok(!(await stage.snapshotNames(container)).includes(snapshot.name));
	});

	it('the command line is told apart who is not trusted', async () => {
		const { client, stranger } = stage.lab;
		const cli = await stage.commandLine.connect('stranger', {
			...stage.connection,
			clientCertificate: stranger.certificate,
			clientKey: stranger.key,
		});
		const ran = await cli('list');
		assert.equal(ran.exitCode, 1);
		assert.match(ran.stderr, /\[AUTH\]/);
		assert.ok(!ran.stderr.includes(client.key.split('\n')[1]), 'no secret in the message');
	});
});
