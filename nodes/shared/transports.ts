import type { SSHCredentials, SSHTunnelFunctions } from 'n8n-workflow';
import type { SshPort } from '../../drivers/transports/ssh';
import { connectSsh, type SshClient } from '../../drivers/transports/sshClient';
import type { Clock } from '../../snapshots/clock';
import type { SystemId } from '../../snapshots/model';

export interface SshLogin {
	readonly system: SystemId;
	readonly hostKeyFingerprint: string | undefined;
	readonly credentials: SSHCredentials;
}

/** n8n ends pooled connections that nobody said to use for a while (300 s unless configured). */
const SAY_IN_USE_EVERY_MS = 30_000;

/** One of n8n's pooled SSH connections. It goes back to the pool, open, when it is closed here. */
export async function openSsh(
	transports: SSHTunnelFunctions,
	{ system, hostKeyFingerprint, credentials }: SshLogin,
	clock: Clock,
	signal: AbortSignal,
): Promise<SshPort> {
	const { sshHost: host, sshPort: port, sshUser: username } = credentials;
	const uses = new Map<SshClient, AbortController>();
	const open = async (): Promise<SshClient> => {
		const client = await transports.getSSHClient(credentials);
		const use = new AbortController();
		uses.set(client, use);
		client.once('close', () => use.abort());
		const sayInUse = () => transports.updateLastUsed(client);
		void repeat(sayInUse, SAY_IN_USE_EVERY_MS, clock, use.signal);
		return client;
	};
	const release = (client: SshClient): void => uses.get(client)?.abort();
	const server = { system, host, port, username };
	return await connectSsh({ server, hostKeyFingerprint, open, release }, clock, signal);
}

async function repeat(
	work: () => void,
	everyMs: number,
	clock: Clock,
	signal: AbortSignal,
): Promise<void> {
	while (!signal.aborted) {
		const ended = await clock.sleep(everyMs, signal).then(
			() => false,
			() => true, // released, or broken: the pause has no more to say
		);
		if (!ended) work();
	}
}
