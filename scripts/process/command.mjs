import { spawn } from 'node:child_process';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A command that ended badly, with everything it wrote. */
export class CommandFailed extends Error {
	/**
	 * @param {string} commandLine
	 * @param {number | string | null} ending exit code, signal, or null when it could not be started
	 * @param {string} output both streams, in the order they were written
	 * @param {unknown} [cause]
	 */
	constructor(commandLine, ending, output, cause) {
		super(`${commandLine} ended with ${ending}:\n${lastLines(output, 15)}`, { cause });
		this.name = 'CommandFailed';
		this.ending = ending;
		this.output = output;
	}
}

/**
 * Runs a command to its end and resolves to what it wrote on standard output.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{
 *   cwd?: string,
 *   env?: NodeJS.ProcessEnv,
 *   input?: string,
 *   logFile?: string,
 *   onOutput?: (text: string) => void,
 * }} [options] `env` is added to this process's own; `logFile` keeps both streams for later reading;
 *   `onOutput` hears both while it runs
 * @returns {Promise<string>}
 */
export async function run(command, args, options = {}) {
	const commandLine = [command, ...args].join(' ');
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
	});
	let standardOutput = '';
	let output = '';
	const hear = (text) => {
		output += text;
		options.onOutput?.(text);
	};
	child.stdout.setEncoding('utf8').on('data', (text) => {
		standardOutput += text;
		hear(text);
	});
	child.stderr.setEncoding('utf8').on('data', hear);
	// A command may end without reading all of its input; its exit code tells what to think of that.
	child.stdin?.on('error', () => undefined).end(options.input);

	const ending = await new Promise((resolve, reject) => {
		child.once('error', (cause) => reject(new CommandFailed(commandLine, null, output, cause)));
		child.once('close', (code, signal) => resolve(code ?? signal));
	});
	if (options.logFile) await keep(options.logFile, `$ ${commandLine}\n${output}\n`);
	if (ending !== 0) throw new CommandFailed(commandLine, ending, output);
	return standardOutput;
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<boolean>} whether it can be started and ends with 0
 */
export async function succeeds(command, args, options) {
	try {
		await run(command, args, options);
		return true;
	} catch (error) {
		if (error instanceof CommandFailed) return false;
		throw error;
	}
}

/**
 * @param {string} text
 * @param {number} count
 */
export function lastLines(text, count) {
	return text.trimEnd().split('\n').slice(-count).join('\n');
}

/**
 * @param {string} logFile
 * @param {string} text
 */
async function keep(logFile, text) {
	await mkdir(dirname(logFile), { recursive: true });
	await appendFile(logFile, text);
}
