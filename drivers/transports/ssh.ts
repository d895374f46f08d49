import type { ShellCommand } from './shell';

export interface CommandResult {
	readonly stdout: string;
	readonly stderr: string;
	readonly exitCode: number;
}

/** What a Node duplex stream is, told without its module, which n8n's rules for nodes forbid to name. */
export interface ByteStream extends NodeJS.ReadWriteStream {
	destroy(): unknown;
}

/**
 * One logged-in SSH connection whose server has proved the host key that the credential expects. After it
 * broke, the next use logs in anew and checks again.
 */
export interface SshPort {
	/** Host and port, for messages. */
	readonly address: string;

	/** Logs in anew if the connection broke; as every other method does by itself. */
	ensureOpen(signal: AbortSignal): Promise<void>;

	/**
	 * Runs one command to its end. A non-zero exit is an answer, not a failure. Rejects with a
	 * `SnapshotError` when the connection breaks, and with the signal's reason when that aborts; the
	 * command itself then goes on at the server.
	 */
	run(command: ShellCommand, signal: AbortSignal): Promise<CommandResult>;

	/** Opens a stream to a Unix socket at the server (`direct-streamlocal@openssh.com`). */
	openUnixSocket(path: string, signal: AbortSignal): Promise<ByteStream>;

	/** Opens a command's standard input and output as a stream, for servers that forbid forwarding. */
	openCommand(command: ShellCommand, signal: AbortSignal): Promise<ByteStream>;

	/** Gives the connection back to whoever opened it. Idempotent; never fails. */
	close(): Promise<void>;
}
