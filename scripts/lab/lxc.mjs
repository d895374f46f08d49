import { join } from 'node:path';
import { run } from '../process/command.mjs';

/**
 * Where LXD and its own tools find everything, in the folder of one lab.
 *
 * @param {string} folder
 */
export const lxdEnvironment = (folder) => ({
	LXD_DIR: join(folder, 'state'),
	LXD_CONF: join(folder, 'client'),
	LC_ALL: 'C',
});

/**
 * @param {string} folder
 * @param {string} preseed settings, pools and profiles as YAML, as `lxd init` takes them
 */
export async function initialize(folder, preseed) {
	await run('lxd', ['init', '--preseed'], { env: lxdEnvironment(folder), input: preseed });
}

/** The eyes of the checks: one lab's LXD, as its own client tells about it over its socket; nothing of this package. */
export class Lxc {
	#folder;

	/** @param {string} folder */
	constructor(folder) {
		this.#folder = folder;
	}

	/** @param {string[]} args */
	async run(...args) {
		return (await run('lxc', args, { env: lxdEnvironment(this.#folder) })).trimEnd();
	}

	/** @param {string} path of the API, with its query */
	async query(path) {
		return JSON.parse(await this.run('query', path));
	}

	/** @param {string} instance */
	async status(instance) {
		return (await this.query(`/1.0/instances/${instance}`)).status;
	}

	/** @returns {Promise<string[]>} sorted */
	async instanceNames() {
		return (await this.query('/1.0/instances?recursion=1')).map(({ name }) => name).sort();
	}

	/**
	 * @param {string} of path of an instance or a volume below /1.0
	 * @returns {Promise<any[]>}
	 */
	async snapshots(of) {
		return await this.query(`/1.0/${of}/snapshots?recursion=1`);
	}

	/**
	 * @param {string} of path of an instance or a volume below /1.0
	 * @returns {Promise<string[]>} sorted
	 */
	async snapshotNames(of) {
		// A volume's come as volume/snapshot, an instance's by their bare names.
		return (await this.snapshots(of)).map(({ name }) => name.split('/').at(-1)).sort();
	}

	/**
	 * Runs a shell command inside a running container.
	 *
	 * @param {string} container
	 * @param {string} command
	 */
	async inside(container, command) {
		return await this.run('exec', container, '--', 'sh', '-c', command);
	}
}
