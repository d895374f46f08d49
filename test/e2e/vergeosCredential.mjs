import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';
import { VERGEOS_CREDENTIAL_TYPE } from '../../scripts/n8n/attach.mjs';
import { outputOf } from '../../scripts/n8n/execution.mjs';
import { vergeosNode } from './vergeosStage.mjs';
import { chain, START } from './workflows.mjs';

const STRANGER = 'AB:'.repeat(31) + 'AB';

/** @param {{ certificate: string }} lab */
const fingerprintOf = ({ certificate }) => new X509Certificate(certificate).fingerprint256;

/**
 * What the test button says, and that nodes go by the same check of the server.
 *
 * @param {() => import('./vergeosStage.mjs').VergeosStage} stage
 */
export function lawsOfTheCredential(stage) {
	describe('its test button', () => {
		/** @param {object} change of what is typed into it */
		const press = async (change) => {
			const { n8n, data } = stage();
			return await n8n.rest.testCredential(n8n.credential, { ...data, ...change });
		};

		it('tells the name and the version of the system', async () => {
			assert.deepEqual(await press({}), {
				status: 'OK',
				message: 'demo-cloud answered: VergeOS 26.1.8',
			});
		});

		it('refuses a wrong key, and does not repeat it', async () => {
			const { status, message } = await press({ apiKey: 'not-the-key-of-anybody' });
			assert.equal(status, 'Error');
			assert.match(message, /^VergeOS at .* refused the login\. Check the API key/);
			assert.ok(!message.includes('not-the-key'), 'no secret in the message');
		});

		it('refuses a certificate that nobody signed, and says what to set', async () => {
			const { status, message } = await press({ serverCheck: 'publicAuthority' });
			assert.equal(status, 'Error');
			assert.match(message, /comes from nobody that is trusted here\. .*Server Check/);
		});

		it('refuses a certificate with another fingerprint, and tells both', async () => {
			const { status, message } = await press({
				serverCheck: 'fingerprint',
				serverFingerprint: STRANGER,
			});
			assert.equal(status, 'Error');
			assert.match(message, /is not the expected one/);
			assert.ok(message.includes(fingerprintOf(stage().lab)));
			assert.ok(message.includes(STRANGER));
		});

		it('says that nobody listens there', async () => {
			const { status, message } = await press({ url: 'https://127.0.0.1:1' });
			assert.equal(status, 'Error');
			assert.match(message, /127\.0\.0\.1:1\b/);
			assert.match(message, /nobody|nothing|refused|reach/i);
		});
	});

	for (const [how, check] of [
		['by its fingerprint', (lab) => ({ fingerprint: fingerprintOf(lab), by: 'fingerprint' })],
		['not at all', () => ({ fingerprint: '', by: 'nothing' })],
	]) {
		it(`a node works with a server that is recognized ${how}`, async () => {
			const { n8n, lab, data: right } = stage();
			const { by: serverCheck, fingerprint: serverFingerprint } = check(lab);
			const data = { ...right, serverCertificate: '', serverCheck, serverFingerprint };
			assert.equal((await n8n.rest.testCredential(n8n.credential, data)).status, 'OK');
			const credential = await n8n.rest.saveCredential(how, VERGEOS_CREDENTIAL_TYPE, data);
			const list = vergeosNode('listSnapshots', { level: 'system' });
			const workflow = await n8n.rest.saveWorkflow(chain(`List ${how}`, [list], credential));
			const execution = await n8n.rest.runToEnd(workflow, START);
			const names = outputOf(execution, list.name).map(({ snapshot }) => snapshot.name);
			assert.deepEqual(names, ['Midnight_System']);
		});
	}
}
