import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { CommandFailed, run } from './command.mjs';
import { PlainError } from './plainError.mjs';

const NETWORK_FAULT =
	/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR/;

/**
 * npm as a script, so that it can be run by any Node: npm's own start script would take the one in PATH.
 *
 * @returns {string}
 */
export function npmScript() {
	const candidates = [
		process.env.npm_execpath ?? '',
		join(dirname(process.execPath), 'node_modules/npm/bin/npm-cli.js'),
		join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js'),
		...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm')),
	];
	for (const candidate of candidates) {
		if (!existsSync(candidate)) continue;
		const script = realpathSync(candidate);
		if (script.endsWith('npm-cli.js')) return script;
	}
	throw new PlainError('npm was not found beside Node or in PATH. Install npm 10 or later.');
}

/**
 * Runs npm with a given Node (default: the one that runs this) and puts its failures into plain words.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, node?: string, env?: NodeJS.ProcessEnv, logFile?: string, onOutput?: (text: string) => void }} options
 */
export async function npm(args, { node = process.execPath, env, ...options }) {
	try {
		return await run(node, [npmScript(), ...args], {
			...options,
			env: { ...env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}`, CI: 'true' },
		});
	} catch (error) {
		if (error instanceof CommandFailed) throw inPlainWords(error, args, options);
		throw error;
	}
}

/**
 * @param {CommandFailed} failure
 * @param {readonly string[]} args
 * @param {{ cwd: string, logFile?: string }} where
 */
function inPlainWords(failure, args, { cwd, logFile }) {
	const fault = NETWORK_FAULT.exec(failure.output)?.[0];
	if (fault) {
		return new PlainError(
			`npm could not reach its registry (${fault}). Check the internet connection, or set npm's registry and proxy, and start again: what was done so far is kept.`,
			{ cause: failure },
		);
	}
	if (failure.output.includes('ENOSPC')) {
		return new PlainError(`The disk that holds ${cwd} is full. About 4 GB are needed.`, {
			cause: failure,
		});
	}
	const log = logFile ? ` Everything it said is in ${logFile}.` : '';
	return new PlainError(`npm ${args.join(' ')} did not succeed.${log}\n${failure.message}`, {
		cause: failure,
	});
}
