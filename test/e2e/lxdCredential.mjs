import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { it } from 'node:test';
import { INCUS_CREDENTIAL_TYPE, incusCredential } from '../../scripts/n8n/attach.mjs';
import { outputOf } from '../../scripts/n8n/execution.mjs';
import { chain, snapshotNode, START } from './workflows.mjs';

const STRANGER = 'AB:'.repeat(31) + 'AB';

/**
 * What the test button says, and that nodes go by the same check of the server.
 *
 * @param {() => import('./lxdStage.mjs').LxdStage} stage
 */
export function lawsOfTheLxdCredential(stage) {
	const fingerprint = () => new X509Certificate(stage().lab.serverCertificate).fingerprint256;

	it('tells the name and the version of the server', async () => {
		const { status, message } = await stage().press();
		assert.equal(status, 'OK', message);
		assert.match(message, /answered: LXD 5\.0\.2/);
	});

	it('tells of a certificate that the server does not trust, and how to make it trusted', async () => {
		const { lab } = stage();
		const { status, message } = await stage().press(
			incusCredential({ ...lab, client: lab.stranger }),
		);
		assert.equal(status, 'Error');
		assert.match(message, /trust/);
		const { fingerprint256 } = new X509Certificate(lab.stranger.certificate);
		assert.ok(message.includes(fingerprint256.replaceAll(':', '').toLowerCase().slice(0, 12)));
		assert.ok(!message.includes(lab.stranger.key.split('\n')[1]), 'no secret in the message');
	});

	it('tells of a key that belongs to another certificate', async () => {
		const { client, stranger } = stage().lab;
		const mixed = { certificate: client.certificate, key: stranger.key };
		const { status, message } = await stage().press(
			incusCredential({ ...stage().lab, client: mixed }),
		);
		assert.equal(status, 'Error');
		assert.match(message, /Client Key does not belong to Client Certificate/);
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
		assert.ok(message.includes(fingerprint()));
		assert.ok(message.includes(STRANGER));
	});

	it('says that nobody listens there', async () => {
		const { status, message } = await stage().press({ url: 'https://127.0.0.1:1' });
		assert.equal(status, 'Error');
		assert.match(message, /127\.0\.0\.1:1\b/);
	});

	for (const [how, check] of [
		[
			'by its fingerprint',
			() => ({ serverCheck: 'fingerprint', serverFingerprint: fingerprint() }),
		],
		['not at all', () => ({ serverCheck: 'nothing' })],
	]) {
		it(`a node works with a server that is recognized ${how}`, async () => {
			const { n8n, data: right, names } = stage();
			const data = { ...right, serverCertificate: '', serverFingerprint: '', ...check() };
			assert.equal((await stage().press(data)).status, 'OK');
			const credential = await n8n.rest.saveCredential(how, INCUS_CREDENTIAL_TYPE, data);
			const list = snapshotNode('listSnapshots', {
				...{ system: 'incus', targetMode: 'filter' },
				options: { includeWithoutSnapshots: true },
			});
			const workflow = await n8n.rest.saveWorkflow(chain(`List ${how}`, [list], credential));
			const execution = await n8n.rest.runToEnd(workflow, START);
			const found = outputOf(execution, list.name).map(({ target }) => target.name);
			assert.deepEqual(found.sort(), [names.vm, names.container].sort());
		});
	}
}
