import { delimiter, dirname, join } from 'node:path';
import { CommandFailed, run, succeeds } from '../process/command.mjs';
import { npmScript } from '../process/npm.mjs';
import { PlainError } from '../process/plainError.mjs';

/** What node-gyp calls on this kind of system, with the argument that proves it runs. */
const BUILD_TOOLS = [
	['python3', '--version'],
	['make', '--version'],
	['g++', '--version'],
];

/**
 * The one native module that n8n cannot start without. A prebuilt one comes from GitHub; where that is out
 * of reach it is compiled from the SQLite source that the module carries, with the headers of our Node.
 *
 * @param {string} application the folder whose node_modules holds sqlite3
 * @param {import('./node24.mjs').NodeInstallation} node
 * @param {string} logFile
 * @param {(detail: string) => void} say
 */
export async function buildSqlite(application, node, logFile, say) {
	const module = join(application, 'node_modules/sqlite3');
	const options = {
		cwd: module,
		logFile,
		env: {
			PATH: `${dirname(node.binary)}${delimiter}${process.env.PATH}`,
			npm_config_nodedir: node.folder,
		},
	};
	say('asking for a prebuilt SQLite module');
	const prebuildInstall = join(application, 'node_modules/prebuild-install/bin.js');
	try {
		await run(node.binary, [prebuildInstall, '--runtime', 'napi'], options);
	} catch (error) {
		if (!(error instanceof CommandFailed)) throw error;
		say('compiling SQLite, about one and a half minutes');
		await compile(node.binary, options);
	}
	await run(node.binary, ['-e', "require('sqlite3')"], options);
}

/**
 * @param {string} node
 * @param {Parameters<typeof run>[2] & { logFile: string }} options
 */
async function compile(node, options) {
	await assertBuildTools();
	// npm's node-gyp, not the one in n8n's tree: that one is too old for Python 3.12.
	const nodeGyp = join(dirname(npmScript()), '../node_modules/node-gyp/bin/node-gyp.js');
	try {
		await run(node, [nodeGyp, 'rebuild'], options);
	} catch (cause) {
		if (!(cause instanceof CommandFailed)) throw cause;
		throw new PlainError(
			`n8n's SQLite module could not be compiled. Everything the compiler said is in ${options.logFile}.\n${cause.message}`,
			{ cause },
		);
	}
}

async function assertBuildTools() {
	if (process.platform === 'win32') return; // node-gyp looks for Visual Studio by itself and tells what it misses
	const missing = [];
	for (const [tool, argument] of BUILD_TOOLS)
		if (!(await succeeds(tool, [argument]))) missing.push(tool);
	if (missing.length === 0) return;
	throw new PlainError(
		`n8n's SQLite module has to be compiled, because no prebuilt one could be downloaded from GitHub, and ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing. Install what is missing (on Debian: apt-get install python3 make g++), or let this machine reach github.com, and start again.`,
	);
}
