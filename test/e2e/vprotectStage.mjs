import { join } from 'node:path';
import { startVprotectLab } from '../../scripts/lab/vprotect.mjs';
import { VPROTECT_CREDENTIAL_TYPE, vprotectCredential } from '../../scripts/n8n/attach.mjs';
import { stage } from './stage.mjs';
import { SystemStage } from './systemStage.mjs';
import { VprotectApi } from './vprotectApi.mjs';

/** Its tasks take a second or so, so every wait is really waited, but not for long. */
const PACE = 0.1;

/** @param {string} name of its log */
export async function startVprotect(name) {
	const lab = await startVprotectLab({
		logFile: join(stage.folder, `${name}-vprotect.log`),
		pace: PACE,
	});
	const api = new VprotectApi(lab);
	await api.logIn();
	return { lab, api };
}

/**
 * For the command line's file.
 *
 * @param {import('../../scripts/lab/vprotect.mjs').VprotectLab} lab
 */
export const vprotectConnection = ({ url, username, password, certificate, ssh }) => ({
	...{ system: 'vprotect', url, username, password, serverCertificate: certificate },
	...{ sshHost: ssh.address, sshPort: ssh.port, sshUsername: ssh.username },
	...{ sshPrivateKey: ssh.privateKey, sshHostFingerprint: ssh.hostKeyFingerprint },
});

/** n8n and the simulated vProtect with its SSH; looked at by raw requests. */
export class VprotectStage extends SystemStage {
	/** @type {import('../../scripts/lab/vprotect.mjs').VprotectLab} */
	lab;
	/** @type {VprotectApi} */
	api;

	static async start() {
		const { lab, api } = await startVprotect('n8n');
		try {
			const data = vprotectCredential(lab);
			const credential = { credentialType: VPROTECT_CREDENTIAL_TYPE, data };
			return Object.assign(await super.start('vprotect', credential), { lab, api });
		} catch (error) {
			await lab.stop();
			throw error;
		}
	}

	async stop() {
		await super.stop();
		await this.lab.stop();
	}

	/**
	 * Has the nodes log in with this instead, from now on.
	 *
	 * @param {string} name
	 * @param {object} [change] of what is typed into the credential
	 */
	async logInBy(name, change = {}) {
		const data = { ...this.data, ...change };
		const { rest } = this.n8n;
		this.n8n.credential = await rest.saveCredential(name, VPROTECT_CREDENTIAL_TYPE, data);
	}
}
