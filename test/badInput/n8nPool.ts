import type { SSHCredentials, SSHTunnelFunctions } from 'n8n-workflow';
import { Client } from 'ssh2';

export interface Pool extends SSHTunnelFunctions {
	/** Ends all connections, as n8n does when it shuts down. */
	end(): void;
}

/** Does what n8n's SSH helper does: one ssh2 client for each login, kept until it ends or breaks. */
export function n8nPool(): Pool {
	const clients = new Map<string, Promise<Client>>();
	const opened: Client[] = [];
	return {
		async getSSHClient(credentials) {
			const login = JSON.stringify(credentials);
			const known = clients.get(login);
			if (known !== undefined) return await known;
			const client = new Client();
			opened.push(client);
			const forget = () => void clients.delete(login);
			client.on('error', forget).on('end', forget).on('close', forget);
			const connecting = connected(client, credentials);
			clients.set(login, connecting);
			return await connecting;
		},
		updateLastUsed: () => undefined,
		end: () => opened.splice(0).forEach((client) => client.end()),
	};
}

async function connected(client: Client, credentials: SSHCredentials): Promise<Client> {
	const { sshHost: host, sshPort: port, sshUser: username } = credentials;
	const secret =
		credentials.sshAuthenticateWith === 'password'
			? { password: credentials.sshPassword }
			: { privateKey: credentials.privateKey, passphrase: credentials.passphrase };
	return await new Promise((resolve, reject) => {
		client.once('error', reject);
		client.once('ready', () => {
			client.off('error', reject);
			resolve(client);
		});
		// n8n doesn't, which costs each login 80 ms; there are many of them here.
		client.once('connect', () => client.setNoDelay(true));
		client.connect({ host, port, username, ...secret });
	});
}
