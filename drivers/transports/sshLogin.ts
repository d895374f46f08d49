import type { Clock } from '../../snapshots/clock';
import { abortable } from '../abortable';
import { assertHostKey, provenHostKeys, type HostKeyAnnouncer } from './hostKey';
import type { ByteStream } from './ssh';
import { translateSshError, type SshServer } from './sshErrors';

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
export async function loggedInClient(
	options: SshConnectionOptions,
	clock: Clock,
	signal: AbortSignal,
): Promise<SshClient> {
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
	return client;
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
