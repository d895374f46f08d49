import type { World } from '../model/world';
import { ROOT, userOfToken, type Accounts } from './accounts';
import { denied } from './pveError';
import { PRIVILEGES, privilegesAt, type Grant, type Privilege } from './privileges';

const EVERYTHING: readonly Grant[] = [{ path: '/', privileges: 'all' }];

/** What one caller may do: a user, or a token of one. */
export class Access {
	constructor(
		private readonly world: World,
		private readonly accounts: Accounts,
		/** `root@pam`, or `root@pam!n8n`. */
		readonly caller: string,
	) {}

	get isToken(): boolean {
		return this.caller.includes('!');
	}

	/** With a ticket; no token is root. */
	get isRoot(): boolean {
		return this.caller === ROOT;
	}

	/** Any of them will do. */
	has(path: string, ...anyOf: readonly Privilege[]): boolean {
		const held = this.privileges(path);
		return anyOf.some((privilege) => held.has(privilege));
	}

	demand(path: string, ...anyOf: readonly Privilege[]): void {
		if (!this.has(path, ...anyOf)) throw denied(`${path}, ${anyOf.join('|')}`);
	}

	privileges(path: string): ReadonlySet<Privilege> {
		const ofUser = this.at(path, this.userGrants());
		if (!this.isToken) return ofUser;
		const token = this.accounts.tokens.get(this.caller);
		if (token?.privilegeSeparated === false) return ofUser;
		const ofToken = this.at(path, token?.grants ?? []);
		return new Set(PRIVILEGES.filter((one) => ofUser.has(one) && ofToken.has(one)));
	}

	/** Every path that anybody was granted something on, as `GET /access/permissions` lists them. */
	paths(): string[] {
		const ofToken = this.accounts.tokens.get(this.caller)?.grants ?? [];
		const paths = [...this.userGrants(), ...ofToken].map(({ path }) => path);
		return [...new Set(['/', ...paths])].filter((path) => this.privileges(path).size > 0);
	}

	/** Its own tasks, and a user those of its tokens. */
	owns(taskUser: string): boolean {
		return taskUser === this.caller || (!this.isToken && userOfToken(taskUser) === this.caller);
	}

	private userGrants(): readonly Grant[] {
		const user = userOfToken(this.caller);
		return user === ROOT ? EVERYTHING : (this.accounts.users.get(user)?.grants ?? []);
	}

	/** What is granted on a pool holds for the guests in it. */
	private at(path: string, grants: readonly Grant[]): ReadonlySet<Privilege> {
		const own = privilegesAt(grants, path);
		const vmid = /^\/vms\/(\d+)$/.exec(path)?.[1];
		const pool = vmid === undefined ? undefined : this.world.guests.get(Number(vmid))?.pool;
		if (pool === undefined) return own;
		return new Set([...own, ...privilegesAt(grants, `/pool/${pool}`)]);
	}
}
