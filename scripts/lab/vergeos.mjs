import { join } from 'node:path';
import { repository } from '../cache.mjs';
import { firstLine, startInBackground } from '../process/background.mjs';

const READY_WITHIN_SECONDS = 60;
const SIMULATOR = 'test/simulators/vergeos/main.ts';

/**
 * @typedef {object} VergeosLab
 * @property {string} url
 * @property {string} apiKey
 * @property {string} certificate as PEM
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the simulated VergeOS as a process of its own, with its own certificate, on a free port of loopback.
 *
 * @param {{ logFile: string, pace?: number }} options `pace` 1: its tasks take as long as on a small real system
 * @returns {Promise<VergeosLab>}
 */
export async function startVergeosLab({ logFile, pace = 1 }) {
	const background = startInBackground(
		'The simulated VergeOS',
		process.execPath,
		['--import', 'tsx', join(repository, SIMULATOR), '--port', '0', '--pace', String(pace)],
		{ cwd: repository, logFile, readOutput: true },
	);
	try {
		const { url, apiKey, certificate } = JSON.parse(
			await firstLine(background, READY_WITHIN_SECONDS),
		);
		return { url, apiKey, certificate, stop: () => background.stop() };
	} catch (error) {
		await background.kill();
		throw error;
	}
}
