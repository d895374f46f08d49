import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../../../cli/run';
import { systemClock } from '../../../cli/systemClock';
import type { Clock } from '../../../snapshots/clock';
import type { JsonRecord } from '../../../snapshots/record';

export interface Ran {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
	/** What `--json` printed. */
	readonly records: readonly JsonRecord[];
}

export interface RunOptions {
	readonly env?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal;
	/** Whether both outputs pretend to be a terminal. */
	readonly isTTY?: boolean;
}

/** The program in this process, with a home folder of its own. */
export class CliBench {
	private constructor(
		readonly home: string,
		private readonly clock: Clock,
	) {}

	/** With a clock for waits on a simulated system; the real one otherwise. */
	static async start(clock = systemClock): Promise<CliBench> {
		return new CliBench(await mkdtemp(join(tmpdir(), 'vm-snapshots-cli-')), clock);
	}

	/** Writes the usual connections file, which only its owner may read. */
	async connect(connections: object, more: object = {}): Promise<void> {
		const file = await this.write('connections.json', { ...more, connections });
		this.usual = ['--connections', file];
	}

	private usual: readonly string[] = [];

	async write(name: string, content: unknown, mode = 0o600): Promise<string> {
		const path = join(this.home, name);
		await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
		await chmod(path, mode);
		return path;
	}

	/** With the connections that `connect` wrote. */
	async run(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
		return await this.runBare([...args, ...this.usual], options);
	}

	async runBare(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
		const { env = {}, isTTY = false, signal = new AbortController().signal } = options;
		const said = { stdout: '', stderr: '' };
		const output = (name: keyof typeof said) => ({
			isTTY,
			write: (text: string) => (said[name] += text),
		});
		const exitCode = await runCli({
			args,
			env,
			home: this.home,
			stdout: output('stdout'),
			stderr: output('stderr'),
			clock: this.clock,
			signal,
		});
		return { exitCode, ...said, records: args.includes('--json') ? recordsIn(said.stdout) : [] };
	}

	async close(): Promise<void> {
		await rm(this.home, { recursive: true });
	}
}

export const recordsIn = (text: string): JsonRecord[] =>
	text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as JsonRecord);
