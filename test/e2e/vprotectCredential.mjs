import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { describe, it } from 'node:test';

const STRANGER = 'AB:'.repeat(31) + 'AB';
const STRANGE_KEY = `SHA256:${'A'.repeat(43)}`;

/**
 * What the test button says.
 *
 * @param {() => import('./vprotectStage.mjs').VprotectStage} stage
 */
export function lawsOfTheCredential(stage) {
	const press = async (change) => await stage().press(change);

	/** @param {object} change */
	const refused = async (change) => {
		const { status, message } = await press(change);
		assert.equal(status, 'Error');
		return message;
	};

	describe('its test button', () => {
		it('tells who answered, and that its command line is there', async () => {
			const { host } = new URL(stage().lab.url);
			assert.deepEqual(await press(), {
				status: 'OK',
				message: `${host} answered: vProtect, which does not tell its version, and its command line`,
			});
		});

		it('is content without the SSH part', async () => {
			const { status, message } = await press({ useSsh: false, sshPort: 1 });
			assert.equal(status, 'OK', message);
			assert.doesNotMatch(message, /command line/);
		});

		it('refuses a wrong password, and does not repeat it', async () => {
			const message = await refused({ password: 'not-the-password' });
			assert.match(message, /refused the login/);
			assert.ok(!message.includes('not-the-password'), 'no secret in the message');
		});

		it('refuses a certificate that nobody signed, and says what to set', async () => {
			const message = await refused({ serverCheck: 'publicAuthority' });
			assert.match(message, /comes from nobody that is trusted here\. .*Server Check/);
		});

		it('refuses a certificate with another fingerprint, and tells both', async () => {
			const check = { serverCheck: 'fingerprint', serverFingerprint: STRANGER };
			const message = await refused(check);
			assert.match(message, /is not the expected one/);
			const { fingerprint256 } = new X509Certificate(stage().lab.certificate);
			for (const shown of [fingerprint256, STRANGER]) assert.ok(message.includes(shown));
		});

		it('refuses another SSH host key, and tells both', async () => {
			const message = await refused({ sshHostFingerprint: STRANGE_KEY });
			assert.match(message, /is not the expected one/);
			const { hostKeyFingerprint } = stage().lab.ssh;
			for (const shown of [hostKeyFingerprint, STRANGE_KEY]) assert.ok(message.includes(shown));
		});

		it('says that nobody listens at the SSH port', async () => {
			assert.match(await refused({ sshPort: 1 }), /127\.0\.0\.1:1\b/);
		});
	});
}
