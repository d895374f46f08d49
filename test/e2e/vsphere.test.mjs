import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { lawsOfTheVsphereCredential } from './vsphereCredential.mjs';
import { lawsOfEsxiHosts } from './vsphereHost.mjs';
import { lawsOfLostSessions } from './vsphereSession.mjs';
import { VsphereStage } from './vsphereStage.mjs';
import { lawsOfVsphereTrees } from './vsphereTree.mjs';
import { FROM_INPUT } from './workflows.mjs';

const VMS = ['DC0_C0_RP0_VM0', 'DC0_C0_RP0_VM1', 'DC0_H0_VM0', 'DC0_H0_VM1'];

describe('vSphere in n8n, against VMware’s vcsim', () => {
	/** @type {VsphereStage} */
	let stage;
	before(async () => (stage = await VsphereStage.start()));
	after(() => stage?.stop());

	describe('the credential', () => lawsOfTheVsphereCredential(() => stage));

	it('lists every VM, those without snapshots too', async () => {
		assert.deepEqual(await stage.govc.vmNames(), VMS);
		const listed = await stage.run('listSnapshots', {
			targetMode: 'filter',
			options: { includeWithoutSnapshots: true },
		});
		assert.deepEqual(listed.map(({ target }) => target.name).sort(), VMS);
		assert.ok(listed.every(({ target }) => target.powerState === 'running'));
		assert.ok(listed.every(({ snapshot }) => snapshot === null));
	});

	describe('a tree of snapshots', () => lawsOfVsphereTrees(() => stage));

	it('takes snapshots of all VMs that a filter matches, and of no other', async () => {
		const made = await stage.run('createSnapshot', {
			...{ targetMode: 'filter', filter: { names: 'DC0_C0_*' }, quiesce: 'off', label: 'filtered' },
		});
		assert.equal(made.length, 2);
		for (const name of VMS) {
			const own = made.filter(({ target }) => target.name === name);
			assert.deepEqual(
				await stage.govc.snapshotNames(name),
				own.map(({ snapshot }) => snapshot.name),
			);
		}
		const parameters = { ...FROM_INPUT, preview: false };
		const deleted = await stage.run('deleteSnapshot', parameters, made);
		assert.ok(deleted.every(({ action }) => action === 'deleted'));
		for (const name of VMS) assert.deepEqual(await stage.govc.snapshotNames(name), []);
	});

	describe('a session', () => lawsOfLostSessions(() => stage));

	it('the command line makes, lists and deletes snapshots of it', async () => {
		const [vm, other] = VMS;
		const cli = await stage.commandLine.connect('vsphere', stage.connection);
		const made = await cli('create', vm, '--profile', 'Command Line', '--json');
		assert.equal(made.exitCode, 0, made.stderr);
		const [{ snapshot }] = made.records;
		assert.deepEqual(await stage.govc.snapshotNames(vm), [snapshot.name]);
		const { records } = await cli('list', '--match', vm, '--match', other, '--json');
		assert.deepEqual(
			records.map((record) => [record.target.name, record.snapshot.id]),
			[[vm, snapshot.id]],
		);
		const gone = await cli('delete', vm, '--newest', '--yes');
		assert.equal(gone.exitCode, 0, gone.stderr);
		assert.deepEqual(await stage.govc.snapshotNames(vm), []);
		assert.deepEqual(await stage.govc.sessionKeys(), []);
	});

	describe('an ESXi host by itself', () => lawsOfEsxiHosts(() => stage));
});
