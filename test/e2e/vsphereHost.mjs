import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { Govc } from '../../scripts/lab/govc.mjs';
import { startVcsim } from '../../scripts/lab/vcsim.mjs';
import { VSPHERE_CREDENTIAL_TYPE, vsphereCredential } from '../../scripts/n8n/attach.mjs';
import { stage as prepared } from './stage.mjs';
import { FROM_INPUT, vmNamed } from './workflows.mjs';

/**
 * An ESXi host by itself, which vcsim can be, too.
 *
 * @param {() => import('./vsphereStage.mjs').VsphereStage} stage whose n8n is used
 */
export function lawsOfEsxiHosts(stage) {
	let host;
	let govc;
	let vm;
	let taken;
	let vcenter;
	before(async () => {
		const folder = join(prepared.folder, 'vsphere-host');
		host = await startVcsim(prepared.vcsim, { folder, options: ['-esx'] });
		govc = new Govc(prepared.vcsim.govc, host);
		[vm] = await govc.vmNames();
		const { n8n } = stage();
		vcenter = n8n.credential;
		const data = vsphereCredential(host);
		n8n.credential = await n8n.rest.saveCredential('ESXi', VSPHERE_CREDENTIAL_TYPE, data);
	});
	after(async () => {
		stage().n8n.credential = vcenter;
		await host?.stop();
	});

	it('gets a snapshot, which govc lists', async () => {
		[taken] = await stage().run('createSnapshot', { ...vmNamed(vm), quiesce: 'off' });
		assert.equal(taken.action, 'created');
		assert.deepEqual(await govc.snapshotNames(vm), [taken.snapshot.name]);
	});

	it('refuses to restore as a new VM, says why, and makes nothing', async () => {
		const was = await govc.vmNames();
		const parameters = { ...FROM_INPUT, newName: 'copy' };
		const failure = await stage().fail('restoreAsNewVm', parameters, [taken]);
		assert.match(failure, /An ESXi host can’t clone VMs by itself/);
		assert.match(failure, /vCenter that manages the host/);
		assert.deepEqual(await govc.vmNames(), was);
	});

	it('loses the snapshot when it is deleted', async () => {
		const parameters = { ...FROM_INPUT, preview: false };
		const [deleted] = await stage().run('deleteSnapshot', parameters, [taken]);
		assert.equal(deleted.action, 'deleted');
		assert.deepEqual(await govc.snapshotNames(vm), []);
	});
}
