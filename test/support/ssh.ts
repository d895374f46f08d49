import { Client } from 'ssh2';
import type { Clock } from '../../snapshots/clock';
import type { SshPort } from '../../drivers/transports/ssh';
import { connectSsh } from '../../drivers/transports/sshClient';

export interface SshLogin {
	readonly host: string;
	readonly port: number;
	readonly username: string;
	readonly privateKey?: string;
	readonly passphrase?: string;
	readonly password?: string;
	readonly hostKeyFingerprint?: string;
}

/** What n8n's `getSSHClient` does inside n8n: an ssh2 client, here a plain one that `close` ends. */
export async function openSsh(
	login: SshLogin,
	clock: Clock,
	signal: AbortSignal = new AbortController().signal,
	system = 'libvirt',
): Promise<SshPort> {
	const { hostKeyFingerprint, ...config } = login;
	const server = { system, host: login.host, port: login.port, username: login.username };
	const open = async () => await loggedIn(config);
	const release = (client: { end(): unknown }) => void client.end();
	return await connectSsh({ server, hostKeyFingerprint, open, release }, clock, signal);
}

async function loggedIn(config: Omit<SshLogin, 'hostKeyFingerprint'>): Promise<Client> {
	const client = new Client();
	return await new Promise((resolve, reject) => {
		// Stays: a connection that breaks later is told by its channels, and must not end the process.
		client.on('error', reject);
		// Logging in is many small packets, each of which would wait for the one before to be acknowledged.
		client.once('connect', () => client.setNoDelay(true));
		client.once('ready', () => resolve(client));
		client.connect(config);
	});
}
