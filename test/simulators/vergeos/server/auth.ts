import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './apiError';

export type Rights = 'admin' | 'readOnly' | 'none';

export interface User {
	readonly name: string;
	readonly password: string;
	/** Default `admin`. */
	readonly rights?: Rights;
}

export interface ApiKey {
	readonly key: string;
	/** The user whose rights it has. */
	readonly user: string;
	/** Epoch seconds; default never. */
	readonly expires?: number;
	readonly allowedAddresses?: readonly string[];
	readonly deniedAddresses?: readonly string[];
}

interface Session {
	readonly user: string;
	lastUsed: number;
}

interface Login {
	readonly login?: unknown;
	readonly password?: unknown;
}

// The wording of these is inferred; their status is documented.
const loginRequired = (): ApiError => new ApiError(401, 'Login required');
const loginFailed = (): ApiError => new ApiError(401, 'Login failed');
const denied = (): ApiError => new ApiError(403, 'Permission denied');

/** Who may do what: Basic, API keys, and sessions that end when they are idle. */
export class Auth {
	private readonly users = new Map<string, User>();
	private readonly keys = new Map<string, ApiKey>();
	private readonly sessions = new Map<string, Session>();

	constructor(
		private readonly now: () => number,
		private readonly idleSeconds: number,
	) {}

	addUser(user: User): void {
		this.users.set(user.name, user);
	}

	addKey(key: ApiKey): void {
		this.keys.set(key.key, key);
	}

	/** `POST /api/sys/tokens`: the answer's `$key` is the token. */
	openSession({ login, password }: Login): string {
		const user = this.passwordHolder(String(login), String(password));
		const token = randomBytes(20).toString('hex');
		this.sessions.set(token, { user: user.name, lastUsed: this.now() });
		return token;
	}

	closeSession(token: string): void {
		this.sessions.delete(token);
	}

	/** Throws 401 for strangers and 403 for those who may not do this. */
	assertAllowed(method: string, headers: IncomingHttpHeaders, address: string): void {
		const { rights = 'admin' } = this.userOf(headers, address);
		const mayDo = rights === 'admin' || (rights === 'readOnly' && method === 'GET');
		if (!mayDo) throw denied();
	}

	private userOf(headers: IncomingHttpHeaders, address: string): User {
		const token = headers['x-yottabyte-token'];
		if (typeof token === 'string') return this.sessionHolder(token);
		const [scheme = '', secret = ''] = (headers.authorization ?? '').split(' ');
		if (scheme === 'Bearer') return this.keyHolder(secret, address);
		if (scheme !== 'Basic') throw loginRequired();
		const [name = '', ...password] = Buffer.from(secret, 'base64').toString('utf8').split(':');
		return this.passwordHolder(name, password.join(':'));
	}

	private passwordHolder(name: string, password: string): User {
		const user = this.users.get(name);
		if (user?.password !== password) throw loginFailed();
		return user;
	}

	private keyHolder(secret: string, address: string): User {
		const key = this.keys.get(secret);
		if (key === undefined) throw loginFailed();
		if (key.expires !== undefined && key.expires <= this.now()) throw loginFailed();
		const { allowedAddresses: allowed, deniedAddresses: refused } = key;
		if (refused?.includes(address) || (allowed && !allowed.includes(address))) throw denied();
		return this.known(key.user);
	}

	private sessionHolder(token: string): User {
		const session = this.sessions.get(token);
		const now = this.now();
		if (session === undefined || now - session.lastUsed > this.idleSeconds) {
			this.sessions.delete(token);
			throw loginRequired();
		}
		session.lastUsed = now;
		return this.known(session.user);
	}

	private known(name: string): User {
		const user = this.users.get(name);
		if (user === undefined) throw loginFailed();
		return user;
	}
}
