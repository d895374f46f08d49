import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { SystemId } from '../../snapshots/model';

/** Who is talked to, for messages. */
export interface SshServer {
	readonly system: SystemId;
	readonly host: string;
	readonly port: number;
	readonly username: string;
}

interface Translation {
	readonly seen: RegExp;
	readonly code: ErrorCode;
	readonly message: (server: SshServer) => string;
	readonly advice?: string;
}

/**
 * What ssh2 and Node say, matched against both `error.code` and `error.message`. Their own words stay out
 * of our messages: n8n replaces any message that holds an errno name such as the ones matched here.
 */
const TRANSLATIONS: readonly Translation[] = [
	{
		seen: /no passphrase given|bad passphrase|integrity check failed/i,
		code: 'INVALID_INPUT',
		message: (server) =>
			`The private key for ${login(server)} is encrypted, and its passphrase is missing or wrong`,
		advice: 'Enter the key’s passphrase in the credential, or use a key without one.',
	},
	{
		seen: /cannot parse privatekey|unsupported key format|malformed openssh|private key/i,
		code: 'INVALID_INPUT',
		message: (server) => `The private key for ${login(server)} can’t be read`,
		advice:
			'Paste the whole private key, from its BEGIN line to its END line with all line breaks, not the .pub file.',
	},
	{
		seen: /all configured authentication methods failed|authentication failure/i,
		code: 'AUTH',
		message: ({ username, host }) => `${host} refused the login of ${username}`,
		advice:
			'Check the user name and the key or password. For a key: its public half must be in that user’s authorized_keys on the host.',
	},
	{
		seen: /timed out while waiting for handshake|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i,
		code: 'UNREACHABLE',
		message: (server) => `${address(server)} does not answer`,
	},
	{
		seen: /ECONNREFUSED/i,
		code: 'UNREACHABLE',
		message: (server) => `Nothing accepts SSH connections at ${address(server)}`,
	},
	{
		seen: /ENOTFOUND|EAI_AGAIN/i,
		code: 'UNREACHABLE',
		message: ({ host }) => `The host name ${host} can’t be resolved`,
	},
	{
		seen: /ECONNRESET|EPIPE|connection lost|not connected|no response from server|keepalive|socket/i,
		code: 'UNREACHABLE',
		message: (server) => `The SSH connection to ${address(server)} broke`,
	},
	{
		seen: /handshake failed|no matching|invalid ident|protocol|bad packet|dns/i,
		code: 'UNREACHABLE',
		message: (server) => `${address(server)} did not agree on an SSH session`,
		advice: 'Check that an OpenSSH server listens at this port, and that it is not too old.',
	},
];

/** Every failure to log in, or of a connection, as one of ours. Ours pass unchanged. */
export function translateSshError(error: unknown, server: SshServer): SnapshotError {
	if (error instanceof SnapshotError) return error;
	const said = spoken(error);
	const found = TRANSLATIONS.find(({ seen }) => seen.test(said));
	return new SnapshotError(
		found?.code ?? 'UNREACHABLE',
		found?.message(server) ?? `The SSH connection to ${address(server)} failed`,
		{ system: server.system, advice: found?.advice, cause: error },
	);
}

export const address = ({ host, port }: SshServer): string =>
	`${host.includes(':') ? `[${host}]` : host}:${port}`;

const login = ({ username, host }: SshServer): string => `${username} at ${host}`;

function spoken(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error ? String(error.code) : '';
	return `${code} ${error.message}`;
}
