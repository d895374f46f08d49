import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleCli } from '../../scripts/build/cli.mjs';
import { repository } from '../../scripts/cache.mjs';

/**
 * @typedef {{ exitCode: number, stdout: string, stderr: string, records: any[] }} Ran `records` are what `--json` printed
 */

/** The command line as it is published, built into a folder of its own. */
export class CommandLine {
	/** For whatever a test wants to hand to it. */
	folder;
	#program;

	/**
	 * @param {string} folder
	 * @param {string} program
	 */
	constructor(folder, program) {
		this.folder = folder;
		this.#program = program;
	}

	static async build() {
		// Within its package, where its dependencies are found.
		const parent = join(repository, 'cli', '.cache');
		await mkdir(parent, { recursive: true });
		const folder = await mkdtemp(join(parent, 'e2e-'));
		return new CommandLine(folder, await bundleCli(join(folder, 'dist')));
	}

	/**
	 * Writes the file of connections, which only its owner may read.
	 *
	 * @param {string} name
	 * @param {object} connection
	 * @returns {Promise<(...args: string[]) => Promise<Ran>>} what runs the program with it
	 */
	async connect(name, connection) {
		const file = join(this.folder, `${name}.json`);
		await writeFile(file, JSON.stringify({ connections: { [name]: connection } }), { mode: 0o600 });
		return (...args) => this.#run([...args, '--connections', file]);
	}

	async remove() {
		await rm(this.folder, { recursive: true });
	}

	/**
	 * @param {string[]} args
	 * @returns {Promise<Ran>}
	 */
	#run(args) {
		return new Promise((resolve) => {
			execFile(process.execPath, [this.#program, ...args], (error, stdout, stderr) => {
				const lines = args.includes('--json') ? stdout.split('\n').filter(Boolean) : [];
				const exitCode = error === null ? 0 : error.code;
				resolve({ exitCode, stdout, stderr, records: lines.map((line) => JSON.parse(line)) });
			});
		});
	}
}
