import { timingSafeEqual } from 'node:crypto';
import {
	Server,
	type AuthContext,
	type Connection,
	type ParsedKey,
	type ServerChannel,
	type Session,
} from 'ssh2';
import type { FaultsAndRequests } from './faults';
import { announceHostKey, type HostKeyAnnouncement } from './hostKeys';
import type { LibvirtHost } from './model/host';
import { RpcSession, type Polkit } from './rpc/session';
import type { Shell } from './shell/run';
import { dropConnection, sendAtOnce } from './sshInternals';

export interface SshSettings {
	readonly username: string;
	/** undefined: password login is off. */
	readonly password: string | undefined;
	readonly clientKey: ParsedKey;
	readonly hostKey: ParsedKey;
	readonly hostPrivateKey: string;
	readonly announcement: HostKeyAnnouncement;
	readonly forwarding: 'allowed' | 'forbidden';
	/** The daemon's socket under /var/run/libvirt: `libvirt-sock` or `virtqemud-sock`. */
	readonly socketName: string;
	readonly polkit: Polkit;
}

/** One SSH server on loopback that behaves like a libvirt host's. */
export class SshServer {
	private readonly connections = new Set<Connection>();
	private readonly server: Server;

	constructor(
		private readonly host: LibvirtHost,
		private readonly shell: Shell,
		private readonly faults: FaultsAndRequests,
		private readonly settings: SshSettings,
	) {
		this.server = new Server({ hostKeys: [settings.hostPrivateKey] }, (connection) =>
			this.welcome(connection),
		);
	}

	async listen(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', resolve);
		});
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('no TCP address');
		return address.port;
	}

	get openConnections(): number {
		return this.connections.size;
	}

	/** Loses every connection, as a reboot of the host would. */
	dropAll(): void {
		for (const connection of this.connections) dropConnection(connection);
	}

	async close(): Promise<void> {
		this.dropAll();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private welcome(connection: Connection): void {
		this.connections.add(connection);
		sendAtOnce(connection);
		connection.on('close', () => this.connections.delete(connection));
		// A client that vanishes is daily business for a server.
		connection.on('error', () => this.connections.delete(connection));
		connection.on('authentication', (context) => this.authenticate(connection, context));
		connection.on('ready', () =>
			announceHostKey(connection, this.settings.hostKey, this.settings.announcement),
		);
		connection.on('session', (accept) => this.serveSession(connection, accept()));
		if (this.settings.forwarding === 'forbidden') return;
		connection.on('openssh.streamlocal', (accept, reject, info) => {
			const fault = this.faults.meet({ kind: 'ssh', name: 'forward', detail: info.socketPath });
			if (fault?.kind === 'dropBefore') return dropConnection(connection);
			if (fault?.kind === 'refuse' || !this.isDaemonSocket(info.socketPath)) return reject();
			this.connectDaemon(connection, accept());
		});
	}

	private authenticate(connection: Connection, context: AuthContext): void {
		if (context.method !== 'publickey' && context.method !== 'password') {
			return context.reject(this.methods);
		}
		const { username } = context;
		const lastStep = context.method === 'password' || context.signature !== undefined;
		const fault = lastStep
			? this.faults.meet({ kind: 'ssh', name: 'login', detail: username })
			: undefined;
		if (fault?.kind === 'dropBefore') return dropConnection(connection);
		if (fault?.kind === 'hang') return;
		const allowed =
			fault?.kind !== 'refuse' && username === this.settings.username && this.proves(context);
		if (allowed) context.accept();
		else context.reject(this.methods);
	}

	private get methods(): ('publickey' | 'password')[] {
		return this.settings.password === undefined ? ['publickey'] : ['publickey', 'password'];
	}

	private proves(context: AuthContext): boolean {
		const { clientKey, password } = this.settings;
		if (context.method === 'password') {
			return password !== undefined && same(Buffer.from(context.password), Buffer.from(password));
		}
		if (context.method !== 'publickey') return false;
		if (!same(context.key.data, clientKey.getPublicSSH())) return false;
		if (context.signature === undefined || context.blob === undefined) return true;
		return clientKey.verify(context.blob, context.signature, context.hashAlgo) === true;
	}

	private serveSession(connection: Connection, session: Session): void {
		session.on('env', (accept) => accept?.());
		session.on('exec', (accept, reject, { command }) => {
			const fault = this.faults.meet({ kind: 'ssh', name: 'exec', detail: command });
			if (fault?.kind === 'dropBefore') return dropConnection(connection);
			if (fault?.kind === 'refuse') return reject();
			void this.execute(connection, accept(), command);
		});
	}

	private async execute(
		connection: Connection,
		channel: ServerChannel,
		command: string,
	): Promise<void> {
		const outcome = await this.shell.run(command);
		switch (outcome.kind) {
			case 'lost':
				return dropConnection(connection);
			case 'silent':
				return;
			case 'stream':
				return this.openStream(connection, channel, outcome.words);
			case 'result': {
				const { code, stdout, stderr } = outcome.result;
				if (stderr !== '') channel.stderr.write(stderr);
				if (stdout !== '') channel.write(stdout);
				channel.exit(code);
				channel.end();
			}
		}
	}

	private openStream(
		connection: Connection,
		channel: ServerChannel,
		words: readonly string[],
	): void {
		const path = words.at(-1) ?? '';
		const known = words[0] === 'nc' ? this.isDaemonSocket(path) : path === 'qemu:///system';
		if (known) return this.connectDaemon(connection, channel, true);
		channel.stderr.write(`${words[0]}: unix connect failed: No such file or directory\n`);
		channel.exit(1);
		channel.end();
	}

	private connectDaemon(connection: Connection, channel: ServerChannel, process = false): void {
		const end = (): void => {
			if (process) channel.exit(0);
			channel.end();
		};
		const session = new RpcSession(this.host, this.faults, this.settings.polkit, {
			send: (bytes) => void (channel.writable && channel.write(bytes)),
			end,
			drop: () => dropConnection(connection),
		});
		channel.on('data', (chunk: Buffer) => session.receive(chunk));
		channel.on('end', end);
	}

	private isDaemonSocket(path: string): boolean {
		const { socketName } = this.settings;
		return [`/var/run/libvirt/${socketName}`, `/run/libvirt/${socketName}`].includes(path);
	}
}

const same = (one: Buffer, other: Buffer): boolean =>
	one.length === other.length && timingSafeEqual(one, other);
