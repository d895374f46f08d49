import { timingSafeEqual } from 'node:crypto';
import {
	Server,
	type AuthContext,
	type Connection,
	type ParsedKey,
	type ServerChannel,
	type Session,
} from 'ssh2';
import { announceHostKey, type HostKeyAnnouncement } from './sshHostKeys';
import { dropConnection, sendAtOnce } from './sshInternals';

export interface SshLoginSettings {
	readonly username: string;
	/** undefined: password login is off. */
	readonly password: string | undefined;
	readonly clientKey: ParsedKey;
	readonly hostKey: ParsedKey;
	readonly hostPrivateKey: string;
	readonly announcement: HostKeyAnnouncement;
}

/** Something that a logged-in client asks for. */
export interface SshRequest {
	accept(): ServerChannel;
	reject(): void;
	/** Loses the whole connection. */
	drop(): void;
}

/** What is behind the server. */
export interface SshHost {
	/** Asked when a login has come to its last step, before it is judged. */
	onLogin(username: string): 'judge' | 'refuse' | 'drop' | 'hang';
	onCommand(command: string, request: SshRequest): void;
	/** A stream to a Unix socket. Missing: forwarding is forbidden. */
	readonly onUnixSocket?: (path: string, request: SshRequest) => void;
}

/** An SSH server on loopback that proves its host key as OpenSSH does. */
export class SshServer {
	private readonly connections = new Set<Connection>();
	private readonly server: Server;

	constructor(
		private readonly host: SshHost,
		private readonly settings: SshLoginSettings,
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
		const { onUnixSocket } = this.host;
		if (onUnixSocket === undefined) return;
		connection.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
			onUnixSocket(socketPath, { accept, reject, drop: () => dropConnection(connection) });
		});
	}

	private authenticate(connection: Connection, context: AuthContext): void {
		if (context.method !== 'publickey' && context.method !== 'password') {
			return context.reject(this.methods);
		}
		const { username } = context;
		const lastStep = context.method === 'password' || context.signature !== undefined;
		const verdict = lastStep ? this.host.onLogin(username) : 'judge';
		if (verdict === 'drop') return dropConnection(connection);
		if (verdict === 'hang') return;
		const allowed =
			verdict === 'judge' && username === this.settings.username && this.proves(context);
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
			this.host.onCommand(command, { accept, reject, drop: () => dropConnection(connection) });
		});
	}
}

const same = (one: Buffer, other: Buffer): boolean =>
	one.length === other.length && timingSafeEqual(one, other);
