import { SnapshotError } from '../../snapshots/errors';
import { sh, type ShellCommand } from '../transports/shell';
import type { ByteStream, SshPort } from '../transports/ssh';
import { LibvirtClient } from './client';
import { LIBVIRT } from './errors';
import { RpcConnection } from './rpc/connection';
import { ConnectionFailure, LibvirtFailure } from './rpc/failure';

export interface LibvirtOptions {
	/** Of the libvirt daemon at the host. Absent: the usual ones are tried. */
	readonly socketPath?: string;
	/** Runs everything at the host through `sudo -n`. */
	readonly useSudo?: boolean;
	/** Default `qemu:///system`. */
	readonly uri?: string;
}

export interface LibvirtSession {
	readonly client: LibvirtClient;
	readonly connection: RpcConnection;
}

export const DEFAULT_URI = 'qemu:///system';

/** The one daemon for everything, or its proxy; then the modular daemon for QEMU. */
const USUAL_SOCKETS = ['/var/run/libvirt/libvirt-sock', '/var/run/libvirt/virtqemud-sock'];

type Way = (signal: AbortSignal) => Promise<ByteStream>;

/** Reaches libvirt's socket at the host and opens the hypervisor, by the first way that works. */
export async function connectLibvirt(
	ssh: SshPort,
	options: LibvirtOptions,
	signal: AbortSignal,
): Promise<LibvirtSession> {
	const sockets = options.socketPath === undefined ? USUAL_SOCKETS : [options.socketPath];
	const forwards = sockets.map(
		(path): Way =>
			async (inner) =>
				await ssh.openUnixSocket(path, inner),
	);
	const relays = relayCommands(sockets, options).map(
		(command): Way =>
			async (inner) =>
				await ssh.openCommand(command, inner),
	);
	// Forwarding would reach the socket with the user's own rights, without sudo.
	const ways = options.useSudo === true ? relays : [...forwards, ...relays];

	// Whatever fails from here on is the way, not the login: that is tried once.
	await ssh.ensureOpen(signal);
	let failure: unknown;
	for (const way of ways) {
		try {
			return await opened(await way(signal), options, signal);
		} catch (error) {
			signal.throwIfAborted();
			if (isAnswer(error)) throw error; // from libvirt, or whoever has its place: other ways lead there too
			failure = error;
		}
	}
	throw await explained(ssh, sockets, failure, signal);
}

const isAnswer = (error: unknown): boolean =>
	error instanceof LibvirtFailure ||
	(error instanceof ConnectionFailure && error.kind === 'garbage');

async function opened(
	stream: ByteStream,
	options: LibvirtOptions,
	signal: AbortSignal,
): Promise<LibvirtSession> {
	const connection = new RpcConnection(stream);
	const client = new LibvirtClient(connection);
	try {
		await client.open(options.uri ?? DEFAULT_URI, signal);
		return { client, connection };
	} catch (error) {
		connection.close();
		throw error;
	}
}

/** What copies between the socket and SSH: `virt-ssh-helper` (libvirt 6.8 and later), or netcat. */
function relayCommands(
	sockets: readonly string[],
	{ uri, useSudo, socketPath }: LibvirtOptions,
): readonly ShellCommand[] {
	const sudo = useSudo === true ? sh`sudo -n ` : sh``;
	const netcats = sockets.map((socket) => sh`${sudo}nc -U ${socket}`);
	if (socketPath !== undefined) return netcats; // the helper looks for the socket by itself
	return [sh`${sudo}virt-ssh-helper ${uri ?? DEFAULT_URI}`, ...netcats];
}

async function explained(
	ssh: SshPort,
	sockets: readonly string[],
	failure: unknown,
	signal: AbortSignal,
): Promise<SnapshotError> {
	const details = { system: LIBVIRT, cause: failure };
	const said = failure instanceof Error ? failure.message : String(failure);
	const passes = async (test: ShellCommand): Promise<boolean> =>
		(await ssh.run(test, signal)).exitCode === 0;
	const present = await firstAsync(sockets, async (socket) => await passes(sh`test -S ${socket}`));
	if (/\bsudo\b/.test(said)) {
		return new SnapshotError('FORBIDDEN', `sudo refused: ${said}`, {
			...details,
			advice:
				'Allow the SSH user to run commands by sudo without a password, or turn off Use Sudo in the credential.',
		});
	}
	if (present !== undefined && (await passes(sh`test -w ${present}`))) {
		return new SnapshotError('UNREACHABLE', `libvirt’s socket can’t be reached over SSH: ${said}`, {
			...details,
			advice:
				'Allow AllowStreamLocalForwarding in the host’s sshd_config, or install virt-ssh-helper or netcat (with -U) there.',
		});
	}
	if (present !== undefined) {
		return new SnapshotError('FORBIDDEN', 'The SSH user may not use libvirt’s socket', {
			...details,
			advice: 'Put the SSH user into the group libvirt on the host.',
		});
	}
	return new SnapshotError(
		'UNREACHABLE',
		`No libvirt runs there (looked at ${sockets.join(', ')})`,
		{
			...details,
			advice: 'Start libvirtd or virtqemud on the host, or set Socket Path in the credential.',
		},
	);
}

async function firstAsync<T>(
	items: readonly T[],
	fits: (item: T) => Promise<boolean>,
): Promise<T | undefined> {
	for (const item of items) if (await fits(item)) return item;
	return undefined;
}
