import { Lxc } from '../../scripts/lab/lxc.mjs';
import { INCUS_CREDENTIAL_TYPE, incusCredential } from '../../scripts/n8n/attach.mjs';
import { stage } from './stage.mjs';
import { SystemStage } from './systemStage.mjs';
import { FROM_INPUT } from './workflows.mjs';

/** n8n and the real LXD of this run; looked at by LXD's own client. */
export class LxdStage extends SystemStage {
	lab = stage.lxd;
	lxc = new Lxc(this.lab.folder);
	names = this.lab.names;

	static async start() {
		const data = incusCredential(stage.lxd);
		return await super.start('incus', { credentialType: INCUS_CREDENTIAL_TYPE, data });
	}

	/** For the command line's file. */
	get connection() {
		const { url, client, serverCertificate } = this.lab;
		return {
			...{ system: 'incus', url, serverCertificate },
			...{ clientCertificate: client.certificate, clientKey: client.key },
		};
	}

	/** @param {string} name */
	async instance(name) {
		return await this.lxc.query(`/1.0/instances/${name}`);
	}

	/** @param {string} instance */
	async snapshots(instance) {
		return await this.lxc.snapshots(`instances/${instance}`);
	}

	/** @param {string} instance */
	async snapshotNames(instance) {
		return await this.lxc.snapshotNames(`instances/${instance}`);
	}

	/**
	 * @param {object} taken what Create Snapshot put out
	 * @param {object} [parameters]
	 */
	async revert(taken, parameters = {}) {
		const given = { ...FROM_INPUT, level: taken.target.level, safetySnapshot: false };
		return await this.run('revertSnapshot', { ...given, ...parameters }, [taken]);
	}

	/**
	 * @param {object} taken
	 * @param {string} newName
	 */
	async restore(taken, newName) {
		const { level } = taken.target;
		return await this.run('restoreAsNewVm', { ...FROM_INPUT, level, newName }, [taken]);
	}

	/**
	 * @param {object} taken
	 * @param {object} [parameters]
	 */
	async remove(taken, parameters = {}) {
		const given = { ...FROM_INPUT, level: taken.target.level, preview: false };
		return await this.run('deleteSnapshot', { ...given, ...parameters }, [taken]);
	}
}
