import { join } from 'node:path';
import { repository } from '../cache.mjs';
import { firstLine, startInBackground } from '../process/background.mjs';

const READY_WITHIN_SECONDS = 60;
const SIMULATOR = 'test/simulators/vprotect/main.ts';

/**
 * @typedef {object} VprotectLab
 * @property {string} url
 * @property {string} username
 * @property {string} password
 * @property {string} certificate as PEM
 * @property {SshSide} ssh of the same server, with vProtect's own command line behind it
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} SshSide
 * @property {string} address
 * @property {number} port
 * @property {string} username
 * @property {string} privateKey the one key that may log in
 * @property {string} hostKeyFingerprint `SHA256:…`
 */

/**
 * Starts the simulated vProtect as a process of its own, with its own certificate and its own SSH, on free ports of
 * loopback.
 *
 * @param {{ logFile: string, pace?: number }} options `pace` 1: its tasks take as long as on a small real system
 * @returns {Promise<VprotectLab>}
 */
export async function startVprotectLab({ logFile, pace = 1 }) {
	const background = startInBackground(
		'The simulated vProtect',
		process.execPath,
		['--import', 'tsx', join(repository, SIMULATOR), '--pace', String(pace)],
		{ cwd: repository, logFile, readOutput: true },
	);
	try {
		const { url, username, password, certificate, ssh } = JSON.parse(
			await firstLine(background, READY_WITHIN_SECONDS),
		);
		return { url, username, password, certificate, ssh, stop: () => background.stop() };
	} catch (error) {
		await background.kill();
		throw error;
	}
}
