import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { it } from 'node:test';
import { VSPHERE_CREDENTIAL_TYPE } from '../../scripts/n8n/attach.mjs';
import { failureOf } from '../../scripts/n8n/execution.mjs';
import { chain, snapshotNode, START, vmNamed } from './workflows.mjs';

const STRANGER = 'AB:'.repeat(31) + 'AB';
const WRONG = 'not-the-password-of-anybody';

/**
 * What the test button says, and that nodes go by the same login.
 *
 * @param {() => import('./vsphereStage.mjs').VsphereStage} stage
 */
export function lawsOfTheVsphereCredential(stage) {
	it('tells the name and the version of the server', async () => {
		const { status, message } = await stage().press();
		assert.equal(status, 'OK', message);
		assert.match(message, /answered: .*VMware vCenter Server/);
	});

	it('refuses a wrong password, and does not repeat it', async () => {
		const { status, message } = await stage().press({ password: WRONG });
		assert.equal(status, 'Error');
		assert.match(message, /refused the login/);
		assert.ok(!message.includes(WRONG), 'no secret in the message');
	});

	it('a node fails with a wrong password before it touches anything', async () => {
		const { n8n, data, govc } = stage();
		const wrong = { ...data, password: WRONG };
		const credential = await n8n.rest.saveCredential('wrong', VSPHERE_CREDENTIAL_TYPE, wrong);
		const [vm] = await govc.vmNames();
		const parameters = { system: 'vsphere', ...vmNamed(vm), quiesce: 'off' };
		const create = snapshotNode('createSnapshot', parameters);
		const workflow = await n8n.rest.saveWorkflow(chain('Wrong password', [create], credential));
		const failure = failureOf(await n8n.rest.runToEnd(workflow, START));
		assert.match(failure, /refused the login/);
		assert.ok(!failure.includes(WRONG), 'no secret in the message');
		assert.deepEqual(await govc.snapshotNames(vm), []);
	});

	it('refuses a certificate that nobody signed, and says what to set', async () => {
		const { status, message } = await stage().press({ serverCheck: 'publicAuthority' });
		assert.equal(status, 'Error');
		assert.match(message, /comes from nobody that is trusted here\. .*Server Check/);
	});

	it('refuses a server with another fingerprint, and tells both', async () => {
		const { status, message } = await stage().press({
			serverCheck: 'fingerprint',
			serverFingerprint: STRANGER,
		});
		assert.equal(status, 'Error');
		assert.ok(message.includes(new X509Certificate(stage().lab.serverCertificate).fingerprint256));
		assert.ok(message.includes(STRANGER));
	});

	it('says that nobody listens there', async () => {
		const { status, message } = await stage().press({ url: 'https://127.0.0.1:1' });
		assert.equal(status, 'Error');
		assert.match(message, /127\.0\.0\.1:1\b/);
	});
}
