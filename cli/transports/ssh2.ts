import ssh2 from 'ssh2';
import type { Client } from 'ssh2';
import { assertHostKey, provenKey, type HostKey } from '../../drivers/transports/hostKey';
import type { SshPort } from '../../drivers/transports/ssh';
import { connectSsh } from '../../drivers/transports/sshClient';
import type { SshServer } from '../../drivers/transports/sshErrors';
import type { Clock } from '../../snapshots/clock';

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
	const { hostKeyFingerprint } = login;
	const server = { system, host: login.host, port: login.port, username: login.username };
	const open = async () => await loggedIn(login, server);
	const release = (client: { end(): unknown }) => void client.end();
	return await connectSsh({ server, hostKeyFingerprint, open, release }, clock, signal);
}

async function loggedIn(login: SshLogin, server: SshServer): Promise<Client> {
	const { hostKeyFingerprint, ...config } = login;
	const client = new ssh2.Client();
	return await new Promise((resolve, reject) => {
		// Stays: a connection that breaks later is told by its channels, and must not end the process.
		client.on('error', reject);
		// Logging in is many small packets, each of which would wait for the one before to be acknowledged.
		client.once('connect', () => client.setNoDelay(true));
		client.once('ready', () => resolve(client));
		/** A password is a secret that the server learns, so the key of this very session is looked at before. */
		const hostVerifier = (key: Buffer): boolean => {
			try {
				assertHostKey([provenKey(keyOf(key))], hostKeyFingerprint, server);
				return true;
			} catch (refused) {
				reject(refused);
				return false;
			}
		};
		client.connect({ ...config, ...(login.password === undefined ? {} : { hostVerifier }) });
	});
}

/** As SSH sends it, it begins with the length of its type, and its type. */
const keyOf = (key: Buffer): HostKey => ({
	type: key.subarray(4, 4 + key.readUInt32BE(0)).toString(),
	getPublicSSH: () => key,
});
