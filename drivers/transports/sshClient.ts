import type { Clock } from '../../snapshots/clock';
import { SnapshotError } from '../../snapshots/errors';
import { abortable } from '../abortable';
import type { ShellCommand } from './shell';
import type { ByteStream, CommandResult, SshPort } from './ssh';
import { address, translateSshError } from './sshErrors';
import {
	loggedInClient,
	type CommandChannel,
	type SshClient,
	type SshConnectionOptions,
} from './sshLogin';

export type { CommandChannel, SshClient, SshConnectionOptions } from './sshLogin';

/** Logs in as `loggedInClient` does, and does so again at the next use after the connection broke. */
export async function connectSsh(
	options: SshConnectionOptions,
	clock: Clock,
	signal: AbortSignal,
): Promise<SshPort> {
	const client = await loggedInClient(options, clock, signal);
	return new SshConnection(client, options, clock);
}

class SshConnection implements SshPort {
	readonly address: string;
	private client: SshClient | undefined;
	private opening: Promise<SshClient> | undefined;
	private readonly closing = new AbortController();
	private running = 0;
	private readonly queue: Array<() => void> = [];

	constructor(
		client: SshClient,
		private readonly options: SshConnectionOptions,
		private readonly clock: Clock,
	) {
		this.address = address(options.server);
		this.keep(client);
	}

	async ensureOpen(signal: AbortSignal): Promise<void> {
		await this.connected(signal);
	}

	async run(command: ShellCommand, signal: AbortSignal): Promise<CommandResult> {
		await this.turn(signal);
		try {
			return await this.channel(
				signal,
				(client, done) => client.exec(inPlainEnglish(command), done),
				async (channel: CommandChannel) => await this.result(channel),
			);
		} finally {
			this.running -= 1;
			this.queue.shift()?.();
		}
	}

	async openUnixSocket(path: string, signal: AbortSignal): Promise<ByteStream> {
		return await this.channel(
			signal,
			(client, done) => client.openssh_forwardOutStreamLocal(path, done),
			(channel: ByteStream) => channel,
		);
	}

	async openCommand(command: ShellCommand, signal: AbortSignal): Promise<ByteStream> {
		return await this.channel(
			signal,
			(client, done) => client.exec(inPlainEnglish(command), done),
			(channel: CommandChannel) => this.complaining(channel),
		);
	}

	async close(): Promise<void> {
		if (this.closing.signal.aborted) return;
		this.closing.abort(this.broken());
		if (this.client !== undefined) this.options.release(this.client);
	}

	private keep(client: SshClient): SshClient {
		this.client = client;
		client.once('close', () => (this.client = undefined));
		return client;
	}

	/** Shared by all who wait for it, so no single caller's signal may end it. */
	private async connected(signal: AbortSignal): Promise<SshClient> {
		if (this.client !== undefined) return this.client;
		const { options, clock, closing } = this;
		this.opening ??= loggedInClient(options, clock, closing.signal)
			.then((client) => {
				if (closing.signal.aborted) options.release(client);
				return this.keep(client);
			})
			.finally(() => (this.opening = undefined));
		return await abortable(signal, this.opening);
	}

	private async turn(signal: AbortSignal): Promise<void> {
		while (this.running >= MAX_COMMANDS) {
			await abortable(signal, new Promise<void>((resolve) => this.queue.push(resolve)));
		}
		this.running += 1;
	}

	/** `use` runs in the very callback: a short command's `exit` can be in the same packet. */
	private async channel<Channel extends ByteStream, T>(
		signal: AbortSignal,
		open: (client: SshClient, done: (error: Error | undefined, channel: Channel) => void) => void,
		use: (channel: Channel) => T | Promise<T>,
	): Promise<T> {
		signal.throwIfAborted();
		const client = await this.connected(signal);
		const opening = new Promise<T>((resolve, reject) => {
			open(client, (error, channel) => {
				if (error) return reject(error);
				if (signal.aborted) channel.destroy();
				else resolve(use(channel));
			});
		});
		try {
			return await abortable(signal, opening);
		} catch (error) {
			signal.throwIfAborted();
			throw translateSshError(error, this.options.server);
		}
	}

	/**
	 * A command that ends by itself breaks the stream with what it said on standard error. Told at the
	 * stream's end, which comes only once somebody reads and listens: `exit` can be in the packet that opens
	 * the channel, and an error that nobody listens for yet would cost the whole connection.
	 */
	private complaining(channel: CommandChannel): ByteStream {
		const complaint = collected(channel.stderr);
		let exitCode: number | null = 0;
		channel.once('exit', (code: number | null) => (exitCode = code));
		channel.once('end', () => {
			const said = complaint().trim() || (exitCode === 0 ? '' : `it ended with ${exitCode}`);
			if (said === '') return;
			const { system } = this.options.server;
			channel.emit('error', new SnapshotError('UNREACHABLE', said, { system }));
		});
		return channel;
	}

	private async result(channel: CommandChannel): Promise<CommandResult> {
		const stdout = collected(channel);
		const stderr = collected(channel.stderr);
		let exitCode: number | undefined;
		return await new Promise((resolve, reject) => {
			channel.once('error', reject);
			channel.once('exit', (code: number | null) => (exitCode = code ?? KILLED_EXIT_CODE));
			channel.once('close', () => {
				if (exitCode === undefined) return reject(this.broken());
				resolve({ stdout: stdout(), stderr: stderr(), exitCode });
			});
			channel.end();
		});
	}

	private broken(): SnapshotError {
		const { server } = this.options;
		return new SnapshotError(
			'UNREACHABLE',
			`The SSH connection to ${address(server)} broke while a command ran there; it may have gone on`,
			{ system: server.system },
		);
	}
}

/** sshd refuses more than 10 sessions at a time on one connection (MaxSessions), and a pool shares it. */
const MAX_COMMANDS = 4;

/** What a shell reports for a command that a signal ended, when the signal's number is not known. */
const KILLED_EXIT_CODE = 128;

/** Commands are simple ones. Tools' messages are recognised by their words, which follow the locale of the login. */
const inPlainEnglish = (command: ShellCommand): string => `LC_ALL=C ${command.text}`;

function collected(stream: NodeJS.ReadableStream): () => string {
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString('utf8');
}
