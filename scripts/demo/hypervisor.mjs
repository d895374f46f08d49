import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inCache, repository } from '../cache.mjs';
import { libvirtCredential } from '../n8n/attach.mjs';
import { firstLine, startInBackground } from '../process/background.mjs';
import { PlainError } from '../process/plainError.mjs';

const READY_WITHIN_SECONDS = 60;
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
		const { address, hostKeyFingerprint, ...login } = JSON.parse(
			await firstLine(background, READY_WITHIN_SECONDS),
		);
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
