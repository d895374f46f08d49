import type { Grant } from './privileges';

export interface User {
	/** `root@pam` may do everything. */
	readonly id: string;
	readonly password: string;
	/** Default none. */
	readonly grants?: readonly Grant[];
	/** The code of the second factor that is always right. */
	readonly totp?: string;
}

export interface Token {
	/** `root@pam!n8n` */
	readonly id: string;
	readonly secret: string;
	/** Default true: it has what both its user and it are granted. */
	readonly privilegeSeparated?: boolean;
	/** Default none. */
	readonly grants?: readonly Grant[];
	/** Epoch seconds; default never. */
	readonly expires?: number;
}

export const ROOT = 'root@pam';

export const userOfToken = (id: string): string => id.split('!')[0] ?? '';

/** Who is known to the cluster. */
export class Accounts {
	readonly users = new Map<string, User>();
	readonly tokens = new Map<string, Token>();

	addUser(user: User): void {
		this.users.set(user.id, user);
	}

	addToken(token: Token): void {
		if (!this.users.has(userOfToken(token.id))) throw new Error(`No user has token ${token.id}`);
		this.tokens.set(token.id, token);
	}
}
