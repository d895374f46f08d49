import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { CREDENTIAL_TYPE, NODE_PREFIX } from '../../scripts/n8n/attach.mjs';
import { FreshN8n, rightCredential, stage } from './stage.mjs';

const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

describe('the packed package in n8n', () => {
	/** @type {FreshN8n} */
	let n8n;
	before(async () => (n8n = await FreshN8n.start('package')));
	after(() => n8n?.stop());

	it('shows every node that package.json declares', async () => {
		const declared = manifest.n8n.nodes.map((file) => {
			const name = basename(file, '.node.js');
			return NODE_PREFIX + name[0].toLowerCase() + name.slice(1);
		});
		const known = (await n8n.rest.nodeTypes()).map((type) => type.name);
		const ours = known.filter((name) => name.startsWith(NODE_PREFIX) && !name.endsWith('Tool'));
		assert.deepEqual(ours.sort(), declared.sort());
	});

	describe('the test button of the credential', () => {
		/** @param {object} change */
		const test = (change) =>
			n8n.rest.testCredential(n8n.credential, { ...rightCredential, ...change });

		it('accepts the right key and the right fingerprint', async () => {
			assert.deepEqual((await test({})).status, 'OK');
		});

		it('refuses a key that may not log in', async () => {
			const { status, message } = await test({ privateKey: stage.ssh.strangerKey });
			assert.equal(status, 'Error');
			assert.match(message, /key|log ?in/i);
			assert.ok(!message.includes('BEGIN OPENSSH'), 'no secret in the message');
		});

		it('refuses a host whose key is not the expected one', async () => {
			const wrong = `SHA256:${'A'.repeat(43)}`;
			const { status, message } = await test({ hostFingerprint: wrong });
			assert.equal(status, 'Error');
			assert.match(message, /host key|fingerprint/i);
			assert.ok(message.includes(stage.ssh.fingerprint), 'it tells which key the host has');
		});

		it('tells how to get the fingerprint when none is given', async () => {
			const { status, message } = await test({ hostFingerprint: '' });
			assert.equal(status, 'Error');
			assert.match(message, /fingerprint/i);
		});

		it('says that nobody listens at a wrong port', async () => {
			const { status, message } = await test({ port: 1 });
			assert.equal(status, 'Error');
			assert.match(message, /127\.0\.0\.1|reach|connect/i);
		});
	});

	it('asks in its credential for what these tests fill in, and nothing else', async () => {
		const types = await n8n.rest.credentialTypes();
		const { properties } = types.find((type) => type.name === CREDENTIAL_TYPE);
		const fields = properties.map(({ name }) => name);
		assert.deepEqual(Object.keys(rightCredential).sort(), fields.sort());
	});

	it('offers all its credentials under the names that the nodes ask for', async () => {
		const types = await n8n.rest.nodeTypes();
		const create = types.find((type) => type.name === `${NODE_PREFIX}createSnapshot`);
		const declared = manifest.n8n.credentials.map((file) => {
			const name = basename(file, '.credentials.js');
			return name[0].toLowerCase() + name.slice(1);
		});
		assert.deepEqual(create.credentials.map(({ name }) => name).sort(), declared.sort());
	});
});
