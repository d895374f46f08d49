import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './command.mjs';
import { PlainError } from './plainError.mjs';

const GRACE_MILLISECONDS = 20_000;

/** Those that still run. Whatever ends this process, a signal while one starts included, ends them too. */
const running = new Set();
process.once('exit', () => {
	for (const background of running) background.terminate();
});

/** A process of ours that runs beside this one, in its own process group, so that its children end with it. */
export class Background {
	#child;
	#ended;

	/**
	 * @param {string} title
	 * @param {import('node:child_process').ChildProcess} child
	 * @param {string} logFile
	 */
	constructor(title, child, logFile) {
		this.title = title;
		this.logFile = logFile;
		this.#child = child;
		this.#ended = new Promise((resolve) => {
			child.once('exit', (code, signal) => resolve(code ?? signal));
			child.once('error', resolve);
		});
		running.add(this);
		void this.#ended.then(() => running.delete(this));
	}

	get pid() {
		return this.#child.pid;
	}

	get standardOutput() {
		return this.#child.stdout;
	}

	get running() {
		return (
			this.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null
		);
	}

	/** Asks it to end, and insists after a while. Harmless when it has ended already. */
	async stop() {
		if (!this.running) return;
		this.terminate();
		const patience = new AbortController();
		await Promise.race([
			this.#ended,
			sleep(GRACE_MILLISECONDS, undefined, { signal: patience.signal }).catch(ignoreAbort),
		]);
		patience.abort();
		if (this.running) await this.kill();
	}

	/** Asks it to end, and does not wait. */
	terminate() {
		if (this.running) this.#signal('SIGTERM');
	}

	/** Ends it and its children without warning, as a power cut would. */
	async kill() {
		if (!this.running) return;
		this.#signal('SIGKILL');
		await this.#ended;
	}

	/** Resolves with its exit code, signal, or the error that kept it from starting. */
	async ended() {
		return await this.#ended;
	}

	/** The last words of its log, for a message about it. */
	lastWords(lines = 15) {
		return lastLines(readFileSync(this.logFile, 'utf8'), lines);
	}

	/** @param {NodeJS.Signals} signal */
	#signal(signal) {
		try {
			process.kill(-this.pid, signal);
		} catch (error) {
			if (error.code !== 'ESRCH') throw error; // it ended in between
		}
	}
}

/**
 * @param {string} title how messages call it
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, logFile: string, readOutput?: boolean }} options
 *   `readOutput`: standard output is a pipe for the caller instead of going to the log
 */
export function startInBackground(title, command, args, { cwd, env, logFile, readOutput = false }) {
	mkdirSync(dirname(logFile), { recursive: true });
	const log = openSync(logFile, 'a');
	const child = spawn(command, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ['ignore', readOutput ? 'pipe' : log, log],
		detached: true,
	});
	closeSync(log);
	return new Background(title, child, logFile);
}

/**
 * Waits until a probe succeeds; gives up when the process has ended or time is over.
 *
 * @param {Background} background
 * @param {() => Promise<boolean>} probe
 * @param {number} limitSeconds
 */
export async function waitUntilReady(background, probe, limitSeconds) {
	const deadline = Date.now() + limitSeconds * 1000;
	while (!(await probe())) {
		const { title, logFile } = background;
		if (!background.running) {
			throw new PlainError(
				`${title} ended while it started. Its last words (${logFile}):\n${background.lastWords()}`,
			);
		}
		if (Date.now() > deadline) {
			throw new PlainError(
				`${title} was not ready within ${limitSeconds} s. Its last words (${logFile}):\n${background.lastWords()}`,
			);
		}
		await sleep(200);
	}
}

/**
 * The first line that a process writes on its standard output, which tells that it is ready.
 *
 * @param {Background} background started with `readOutput`
 * @param {number} limitSeconds
 * @returns {Promise<string>}
 */
export async function firstLine(background, limitSeconds) {
	const { title, logFile, standardOutput } = background;
	const failure = (what) =>
		new PlainError(`${title} ${what}. Its last words (${logFile}):\n${background.lastWords()}`);
	const lines = createInterface({ input: standardOutput });
	const timeout = AbortSignal.timeout(limitSeconds * 1000);
	const line = await new Promise((resolve, reject) => {
		lines.once('line', resolve);
		lines.once('close', () => reject(failure('ended while it started')));
		timeout.onabort = () => reject(failure('did not get ready in time'));
	});
	standardOutput.resume(); // or it would block as soon as the pipe is full
	return line;
}

/** @param {Error} error */
function ignoreAbort(error) {
	if (error.name !== 'AbortError') throw error;
}
