import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Govc } from '../../scripts/lab/govc.mjs';
import { startVcsim } from '../../scripts/lab/vcsim.mjs';
import { VSPHERE_CREDENTIAL_TYPE, vsphereCredential } from '../../scripts/n8n/attach.mjs';
import { SlowPath } from './slowPath.mjs';
import { stage } from './stage.mjs';
import { SystemStage } from './systemStage.mjs';

const POLL_MILLISECONDS = 20;
const LOGIN_WITHIN_MILLISECONDS = 30_000;

/** n8n and VMware's vcsim, reached by a way that can be made slow; looked at by govc, which takes its own. */
export class VsphereStage extends SystemStage {
	/** @type {import('../../scripts/lab/vcsim.mjs').VcsimLab} */
	lab;
	/** @type {Govc} */
	govc;
	/** @type {SlowPath} */
	path;

	static async start() {
		const lab = await startVcsim(stage.vcsim, { folder: join(stage.folder, 'vsphere-vcsim') });
		const path = new SlowPath(lab.port);
		try {
			const url = `https://127.0.0.1:${await path.open()}`;
			const data = vsphereCredential({ ...lab, url });
			const credential = { credentialType: VSPHERE_CREDENTIAL_TYPE, data };
			const started = await super.start('vsphere', credential);
			return Object.assign(started, { lab, path, govc: new Govc(stage.vcsim.govc, lab) });
		} catch (error) {
			await path.close();
			await lab.stop();
			throw error;
		}
	}

	async stop() {
		await super.stop();
		await this.path.close();
		await this.lab.stop();
	}

	/** For the command line's file. */
	get connection() {
		const { url, username, password, serverCertificate } = this.lab;
		return { system: 'vsphere', url, username, password, serverCertificate };
	}

	/**
	 * While work is on its way that logs in: the key of a session that is not among those given.
	 *
	 * @param {readonly string[]} [known]
	 * @returns {Promise<string>}
	 */
	async newSession(known = []) {
		const deadline = Date.now() + LOGIN_WITHIN_MILLISECONDS;
		while (Date.now() < deadline) {
			const key = (await this.govc.sessionKeys()).find((one) => !known.includes(one));
			if (key !== undefined) return key;
			await sleep(POLL_MILLISECONDS);
		}
		throw new Error('Nobody has logged in.');
	}
}
