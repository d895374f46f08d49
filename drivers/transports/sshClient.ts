import type { Clock } from '../../snapshots/clock';
import { SnapshotError } from '../../snapshots/errors';
import { abortable } from '../abortable';
import { assertHostKey, provenHostKeys, type HostKeyAnnouncer } from './hostKey';
import type { ShellCommand } from './shell';
import type { ByteStream, CommandResult, SshPort } from './ssh';
import { address, translateSshError, type SshServer } from './sshErrors';

/** A channel of ssh2 that runs a command. */
export interface CommandChannel extends ByteStream {
	readonly stderr: NodeJS.ReadableStream;
}

/** What is used of ssh2's `Client`, so that n8n's pooled one and a plain one serve alike. */
export interface SshClient extends HostKeyAnnouncer {
	exec(command: string, done: (error: Error | undefined, channel: CommandChannel) => void): unknown;
	openssh_forwardOutStreamLocal(
		path: string,
		done: (error: Error | undefined, channel: ByteStream) => void,
	): unknown;
	once(event: 'close', listener: () => void): unknown;
	setNoDelay(noDelay: boolean): unknown;
	end(): unknown;
}

export interface SshConnectionOptions {
	readonly server: SshServer;
	/** As the credential holds it; see `parseFingerprints`. */
	readonly hostKeyFingerprint: string | undefined;
	/** Opens a logged-in connection, or hands out a pooled one. Called again after one was ended. */
	readonly open: () => Promise<SshClient>;
	/** What `close` does with the connection. A pool keeps it. */
	readonly release: (client: SshClient) => void;
}

/**
 * Logs in and checks the host key before the first command is sent. Rejects with `AUTH`, `UNREACHABLE`,
 * `INVALID_INPUT` or `TLS`.
 */
export async function connectSsh(
	options: SshConnectionOptions,
	clock: Clock,
	signal: AbortSignal,
): Promise<SshPort> {
	const { server, hostKeyFingerprint } = options;
	let client = await openClient(options, signal);
	let proven = await provenHostKeys(client, clock, signal);
	if (proven.length === 0) {
		// Out of a pool, it may have announced to somebody else before. A new one announces to us.
		await ended(client, clock, signal);
		client = await openClient(options, signal);
		proven = await provenHostKeys(client, clock, signal);
	}
	try {
		assertHostKey(proven, hostKeyFingerprint, server);
	} catch (refused) {
		options.release(client);
		throw refused;
	}
	return new SshConnection(client, options);
}

async function openClient(options: SshConnectionOptions, signal: AbortSignal): Promise<SshClient> {
	try {
		const client = await abortable(signal, options.open());
		// ssh2 leaves Nagle's algorithm on, which costs 40 ms for many a call of a few bytes.
		client.setNoDelay(true);
		return client;
	} catch (error) {
		signal.throwIfAborted();
		throw translateSshError(error, options.server);
	}
}

const END_LIMIT_MS = 1_000;

async function ended(client: SshClient, clock: Clock, signal: AbortSignal): Promise<void> {
	const closed = new Promise<void>((resolve) => client.once('close', resolve));
	client.end();
	const waiting = new AbortController();
	const limit = clock.sleep(END_LIMIT_MS, AbortSignal.any([signal, waiting.signal]));
	try {
		await Promise.race([closed, limit]);
	} finally {
		limit.catch(() => undefined); // the sleep's own end is of no interest any more
		waiting.abort();
	}
}

class SshConnection implements SshPort {
	private closed = false;
	private running = 0;
	private readonly queue: Array<() => void> = [];

	constructor(
		private readonly client: SshClient,
		private readonly options: SshConnectionOptions,
	) {}

	async run(command: ShellCommand, signal: AbortSignal): Promise<CommandResult> {
		await this.turn(signal);
		try {
			return await this.channel(
				signal,
				(done) => this.client.exec(inPlainEnglish(command), done),
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
			(done) => this.client.openssh_forwardOutStreamLocal(path, done),
			(channel: ByteStream) => channel,
		);
	}

	async openCommand(command: ShellCommand, signal: AbortSignal): Promise<ByteStream> {
		return await this.channel(
			signal,
			(done) => this.client.exec(inPlainEnglish(command), done),
			(channel: CommandChannel) => this.complaining(channel),
		);
	}

	async close(): Promise<void> {
		if (this.closed) return;
		this.closed = true;
		this.options.release(this.client);
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
		open: (done: (error: Error | undefined, channel: Channel) => void) => void,
		use: (channel: Channel) => T | Promise<T>,
	): Promise<T> {
		signal.throwIfAborted();
		const opening = new Promise<T>((resolve, reject) => {
			open((error, channel) => {
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
