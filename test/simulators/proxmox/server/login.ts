import type { IncomingHttpHeaders } from 'node:http';
import type { World } from '../model/world';
import { Access } from './access';
import type { Accounts, User } from './accounts';
import { unauthorized } from './pveError';
import { csrfTokenTime, newCsrfToken, newTicket, readTicket, type Ticket } from './tickets';

/** Clocks of a cluster may differ by so many seconds (AccessControl.pm). */
const CLOCK_SKEW_SECONDS = 300;

export interface Credentials {
	readonly username: string;
	readonly password: string;
	readonly realm?: string;
	readonly otp?: string;
	readonly challenge?: string;
}

export interface Login {
	readonly username: string;
	readonly ticket: string;
	readonly csrfToken: string;
	/** A second factor is asked for. */
	readonly needsSecondFactor: boolean;
}

/** Tells who calls, by ticket or token, and gives out tickets. */
export class Logins {
	constructor(
		private readonly world: World,
		readonly accounts: Accounts,
	) {}

	/** Throws 401. A ticket wins over a token that is sent beside it. */
	accessOf(method: string, headers: IncomingHttpHeaders): Access {
		const cookie = ticketIn(headers.cookie ?? '');
		if (cookie === undefined) return this.access(this.tokenHolder(headers.authorization));
		const ticket = this.valid(readTicket(cookie));
		if (ticket === undefined || ticket.half) throw unauthorized('Authentication failed!');
		if (method !== 'GET') this.assertCsrfToken(ticket.user, headers.csrfpreventiontoken);
		return this.access(ticket.user);
	}

	/** Throws 401 that never says which part was wrong. */
	logIn(given: Credentials): Login {
		const { username, realm, password, challenge } = given;
		const id = username.includes('@') ? username : `${username}@${realm ?? 'pam'}`;
		const user = this.accounts.users.get(id);
		if (user === undefined) throw unauthorized('authentication failure');
		if (challenge !== undefined) return this.completed(user, challenge, password);
		const known = this.valid(readTicket(password));
		const renews = known?.user === id && !known.half;
		if (!renews && password !== user.password) throw unauthorized('authentication failure');
		const needsCode = !renews && user.totp !== undefined;
		if (needsCode && given.otp !== undefined && given.otp !== user.totp) {
			throw unauthorized('authentication failure');
		}
		return this.newLogin(user, needsCode && given.otp === undefined);
	}

	private completed(user: User, challenge: string, answer: string): Login {
		const half = this.valid(readTicket(challenge));
		const isRight = user.totp !== undefined && answer === `totp:${user.totp}`;
		if (half?.half !== true || half.user !== user.id || !isRight) {
			throw unauthorized('authentication failure');
		}
		return this.newLogin(user, false);
	}

	private newLogin({ id }: User, half: boolean): Login {
		const now = this.world.now();
		return {
			username: id,
			ticket: newTicket(id, now, half),
			csrfToken: newCsrfToken(id, now),
			needsSecondFactor: half,
		};
	}

	private access(caller: string): Access {
		return new Access(this.world, this.accounts, caller);
	}

	private tokenHolder(authorization: string | undefined): string {
		const match = /^PVEAPIToken(?:=|\s+)([^=\s]+)=(.+)$/.exec(authorization ?? '');
		if (match === null) throw unauthorized('No ticket');
		const token = this.accounts.tokens.get(match[1] ?? '');
		const isExpired = token?.expires !== undefined && token.expires <= this.world.now();
		if (token?.secret !== match[2] || token === undefined || isExpired) {
			throw unauthorized('Authentication failed!');
		}
		return token.id;
	}

	private valid(ticket: Ticket | undefined): Ticket | undefined {
		return ticket !== undefined && this.isFresh(ticket.madeAt) ? ticket : undefined;
	}

	private assertCsrfToken(user: string, token: string | string[] | undefined): void {
		const madeAt = typeof token === 'string' ? csrfTokenTime(token, user) : undefined;
		if (madeAt === undefined || !this.isFresh(madeAt)) {
			throw unauthorized('Permission denied - invalid csrf token');
		}
	}

	private isFresh(madeAt: number): boolean {
		const age = this.world.now() - madeAt;
		return age > -CLOCK_SKEW_SECONDS && age < this.world.durations.sessionIdle;
	}
}

function ticketIn(cookies: string): string | undefined {
	const match = /(?:^|;\s*)PVEAuthCookie=([^;]*)/.exec(cookies);
	return match === null ? undefined : decodeURIComponent(match[1] ?? '');
}
