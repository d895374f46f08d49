import { Client, type ConnectConfig } from 'ssh2';
import type { CliServer } from './index';

export interface CliAnswer {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** A plain SSH client for the server's command line. */
export class CliTestClient {
	private constructor(private readonly client: Client) {
		// Losing the connection is part of some tests; what was waiting hears it from its own stream.
		client.on('error', () => undefined);
	}

	static async connect(
		server: CliServer,
		change: Partial<ConnectConfig> = {},
	): Promise<CliTestClient> {
		const made = new CliTestClient(new Client());
		const { address: host, port, username, clientPrivateKey: privateKey } = server;
		await new Promise<void>((resolve, reject) => {
			const closed = (): void => reject(new Error('closed before the login'));
			made.client.once('ready', resolve).once('error', reject).once('close', closed);
			made.client.connect({ host, port, username, privateKey, ...change });
		});
		made.client.setNoDelay(true);
		return made;
	}

	/** Rejects if the connection is lost before there is an exit code. */
	async run(command: string, input = ''): Promise<CliAnswer> {
		return await new Promise((resolve, reject) => {
			this.client.exec(command, (error, channel) => {
				if (error !== undefined) return reject(error);
				let [stdout, stderr] = ['', ''];
				let code: number | undefined;
				channel.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
				channel.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
				channel.on('exit', (exitCode: number) => (code = exitCode));
				channel.on('close', () =>
					code === undefined
						? reject(new Error('no exit code'))
						: resolve({ code, stdout, stderr }),
				);
				channel.end(input);
			});
		});
	}

	end(): void {
		this.client.end();
	}
}
