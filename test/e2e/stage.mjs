import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CREDENTIAL_TYPE, libvirtCredential } from '../../scripts/n8n/attach.mjs';
import { installPackage } from '../../scripts/n8n/pack.mjs';
import { N8nRest } from '../../scripts/n8n/rest.mjs';
import { startN8n } from '../../scripts/n8n/server.mjs';

/** Where everything is that `npm run e2e` has brought up. */
export const stage = JSON.parse(readFileSync(process.env.VM_SNAPSHOTS_E2E_STAGE, 'utf8'));

export const owner = {
	email: 'owner@example.com',
	password: 'EndToEnd1',
	firstName: 'End',
	lastName: 'ToEnd',
};

/** The data of a credential that works; none where the tests of this run need no libvirt. */
export const rightCredential = stage.ssh && libvirtCredential(stage.ssh);

/** An n8n with an empty database and the packed package in it, as a user has it after installing. */
export class FreshN8n {
	#name;
	/** @type {import('../../scripts/n8n/server.mjs').N8nServer} */
	server;
	/** @type {N8nRest} */
	rest;
	/** @type {import('../../scripts/n8n/rest.mjs').CredentialRef} */
	credential;

	/** @param {string} name of its folder */
	constructor(name) {
		this.#name = name;
	}

	/** @param {string} name */
	static async start(name) {
		const n8n = new FreshN8n(name);
		await rm(n8n.#userFolder, { recursive: true, force: true });
		await installPackage(stage.packed, n8n.#userFolder, stage.n8n.node);
		await n8n.startAgain();
		if (rightCredential) {
			n8n.credential = await n8n.rest.saveCredential('lab', CREDENTIAL_TYPE, rightCredential);
		}
		return n8n;
	}

	/** Starts it on the database that it left behind. */
	async startAgain() {
		this.server = await startN8n(stage.n8n, {
			userFolder: this.#userFolder,
			encryptionKey: 'end-to-end',
			logFile: join(stage.folder, this.#name, 'n8n.log'),
		});
		this.rest = new N8nRest(this.server.url);
		await this.rest.enter(owner);
	}

	async stop() {
		await this.server.stop();
	}

	get #userFolder() {
		return join(stage.folder, this.#name);
	}
}
