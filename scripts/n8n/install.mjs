import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { completeFolder, inCache } from '../cache.mjs';
import { npm } from '../process/npm.mjs';
import { installNode } from './node24.mjs';
import { buildSqlite } from './sqlite.mjs';
import { N8N_OVERRIDES, N8N_REQUESTS_ROUGHLY, N8N_VERSION } from './versions.mjs';

/** What npm writes for each request, when asked to. */
const REQUEST_LINE = /npm http (?:fetch|cache)/g;

/**
 * @typedef {object} N8nInstallation
 * @property {string} version
 * @property {import('./node24.mjs').NodeInstallation} node
 * @property {string} script n8n's start script
 */

/**
 * The real n8n in the cache, installed once. Install scripts are skipped, because several of them insist on
 * downloads that n8n runs without.
 *
 * @param {import('../progress.mjs').Progress} progress
 * @returns {Promise<N8nInstallation>}
 */
export async function installN8n(progress) {
	const folder = inCache(`n8n-${N8N_VERSION}`);
	const complete = existsSync(folder);
	const node = complete
		? await installNode()
		: await progress.step('Downloading Node for n8n', installNode);
	if (!complete) {
		await completeFolder(folder, async (unfinished) => {
			const logFile = inCache('logs', 'n8n-install.log');
			await progress.step(`Installing n8n ${N8N_VERSION}`, (say) =>
				download(unfinished, node.binary, logFile, say),
			);
			await progress.step('Preparing the database of n8n', (say) =>
				buildSqlite(unfinished, node, logFile, say),
			);
		});
	}
	return { version: N8N_VERSION, node, script: join(folder, 'node_modules/n8n/bin/n8n') };
}

/**
 * @param {string} folder
 * @param {string} node
 * @param {string} logFile
 * @param {(detail: string) => void} say
 */
async function download(folder, node, logFile, say) {
	const manifest = {
		private: true,
		dependencies: { n8n: N8N_VERSION },
		overrides: N8N_OVERRIDES,
	};
	await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, '\t'));
	let requests = 0;
	const onOutput = (text) => {
		requests += text.match(REQUEST_LINE)?.length ?? 0;
		const share = requests / N8N_REQUESTS_ROUGHLY;
		const stage = share < 1 ? `${Math.floor(share * 100)} % downloaded` : 'unpacking';
		say(`${stage}, about 3 GB, only the first time`);
	};
	await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=http'], {
		cwd: folder,
		node,
		logFile,
		onOutput,
	});
}
