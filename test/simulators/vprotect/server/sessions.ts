import { randomBytes } from 'node:crypto';
import { ApiError } from './apiError';

export type Rights = 'admin' | 'readOnly';

export interface User {
	readonly name: string;
	readonly password: string;
	/** Default `admin`. */
	readonly rights?: Rights;
}

interface Session {
	readonly user: User;
	lastUsed: number;
}

/** Users, and their sessions, which end when they are idle for too long. */
export class Sessions {
	private readonly users = new Map<string, User>();
	private readonly open = new Map<string, Session>();

	constructor(
		private readonly now: () => number,
		private readonly idleSeconds: number,
	) {}

	get count(): number {
		return this.open.size;
	}

	addUser(user: User): void {
		this.users.set(user.name, user);
	}

	/** Throws 401 for strangers. */
	userWith(name: string, password: string): User {
		const user = this.users.get(name);
		if (user?.password !== password) throw new ApiError(401, 'Invalid login or password');
		return user;
	}

	begin(user: User): string {
		const token = randomBytes(16).toString('hex').toUpperCase();
		this.open.set(token, { user, lastUsed: this.now() });
		return token;
	}

	/** Throws 401 if the session is unknown or was idle for too long. */
	userOf(token: string | undefined): User {
		const session = this.open.get(token ?? '');
		const now = this.now();
		if (session === undefined || now - session.lastUsed > this.idleSeconds * 1000) {
			this.open.delete(token ?? '');
			throw new ApiError(401, 'Unauthorized');
		}
		session.lastUsed = now;
		return session.user;
	}

	expireAll(): void {
		this.open.clear();
	}
}
