import { mkdir } from 'node:fs/promises';
import { dirname, delimiter } from 'node:path';
import { startInBackground, waitUntilReady } from '../process/background.mjs';
import { assertFree, freePort } from '../process/ports.mjs';

const READY_WITHIN_SECONDS = 180;

/**
 * @typedef {object} N8nServer
 * @property {string} url
 * @property {string} logFile
 * @property {() => Promise<void>} stop in order, as for an update
 * @property {() => Promise<void>} kill as a power cut would
 * @property {Promise<unknown>} ended
 */

/**
 * Starts n8n on loopback with a user folder of its own and waits until it answers.
 *
 * @param {import('./install.mjs').N8nInstallation} n8n
 * @param {{ userFolder: string, encryptionKey: string, logFile: string, port?: number }} options
 * @returns {Promise<N8nServer>}
 */
export async function startN8n(n8n, { userFolder, encryptionKey, logFile, port }) {
	const ownPort = port ?? (await freePort());
	await assertFree(ownPort, 'n8n');
	await mkdir(userFolder, { recursive: true });
	const { binary } = n8n.node;
	const background = startInBackground('n8n', binary, [n8n.script, 'start'], {
		cwd: userFolder,
		logFile,
		env: {
			PATH: `${dirname(binary)}${delimiter}${process.env.PATH}`,
			...settings(userFolder, encryptionKey, ownPort),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()), // its default would clash with another n8n here
		},
	});
	const url = `http://127.0.0.1:${ownPort}`;
	try {
		await waitUntilReady(
			background,
			() => answers(`${url}/healthz/readiness`),
			READY_WITHIN_SECONDS,
		);
	} catch (error) {
		await background.kill();
		throw error;
	}
	return {
		url,
		logFile,
		stop: () => background.stop(),
		kill: () => background.kill(),
		ended: background.ended(),
	};
}

/**
 * @param {string} userFolder
 * @param {string} encryptionKey
 * @param {number} port
 */
function settings(userFolder, encryptionKey, port) {
	return {
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_SECURE_COOKIE: 'false', // plain http on loopback
		GENERIC_TIMEZONE: 'UTC',
		EXECUTIONS_DATA_PRUNE: 'false',
		// No call leaves this machine, and no banner covers the canvas.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry',
	};
}

/** @param {string} url */
async function answers(url) {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(2000) })).ok;
	} catch {
		return false; // nobody listens yet
	}
}
