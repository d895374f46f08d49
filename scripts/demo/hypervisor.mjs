import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { inCache, repository } from '../cache.mjs';
import { libvirtCredential } from '../n8n/attach.mjs';
import { startInBackground } from '../process/background.mjs';
import { PlainError } from '../process/plainError.mjs';

const READY_WITHIN_MILLISECONDS = 60_000;
const SIMULATOR = 'test/simulators/libvirt/main.ts';

/**
 * @typedef {object} Hypervisor
 * @property {Record<string, unknown>} credentialData for a credential of type `libvirtSshApi`
 * @property {string} logFile
 * @property {Promise<unknown>} ended
 * @property {() => Promise<void>} stop
 */

/**
 * Starts the simulated libvirt host: an SSH server with a handful of VMs.
 *
 * @param {string} home
 * @returns {Promise<Hypervisor>}
 */
export async function startHypervisor(home) {
	const program = join(repository, SIMULATOR);
	if (!existsSync(program))
		throw new PlainError(`${SIMULATOR} is missing, so there is no hypervisor to show.`);
	// Each demo begins with the same VMs, whatever an earlier one has made of them.
	const stateFile = join(home, 'hypervisor.json');
	await rm(stateFile, { force: true });
	const background = startInBackground(
		'The embedded hypervisor',
		process.execPath,
		['--import', 'tsx', program, '--state-file', stateFile],
		{ cwd: repository, logFile: inCache('logs', 'demo-hypervisor.log'), readOutput: true },
	);
	try {
		const { address, hostKeyFingerprint, ...login } = await firstLine(background);
		return {
			credentialData: libvirtCredential({
				...login,
				host: address,
				fingerprint: hostKeyFingerprint,
			}),
			logFile: background.logFile,
			ended: background.ended(),
			stop: () => background.stop(),
		};
	} catch (error) {
		await background.kill();
		throw error;
	}
}

/**
 * @param {import('../process/background.mjs').Background} background
 * @returns {Promise<any>} the line of JSON that tells it is ready
 */
async function firstLine(background) {
	const lines = createInterface({ input: background.standardOutput });
	const timeout = AbortSignal.timeout(READY_WITHIN_MILLISECONDS);
	const line = await new Promise((resolve, reject) => {
		lines.once('line', resolve);
		lines.once('close', () =>
			reject(new PlainError(failure(background, 'ended while it started'))),
		);
		timeout.onabort = () =>
			reject(new PlainError(failure(background, 'did not get ready in time')));
	});
	background.standardOutput.resume(); // or it would block as soon as the pipe is full
	return JSON.parse(line);
}

/**
 * @param {import('../process/background.mjs').Background} background
 * @param {string} what
 */
function failure(background, what) {
	return `${background.title} ${what}. Its last words (${background.logFile}):\n${background.lastWords()}`;
}
