import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../support/simulatedHttps';
import { invalidLogin } from '../model/faults';
import type { Ref } from '../wire/values';
import type { Collector } from '../properties/collector';

export interface User {
	readonly name: string;
	readonly password: string;
	/** What this user may not do: everywhere, or on one object, by its value (`vm-42`). Default: nothing. */
	readonly denied?: readonly Denial[];
}

export interface Denial {
	/** `VirtualMachine.State.CreateSnapshot`, `System.View`, `System.Read`. */
	readonly privilege: string;
	readonly on?: string;
}

/** What stands for a container's content, for the session that asked for it. */
export interface View {
	readonly ref: Ref;
	readonly container: Ref;
	readonly types: readonly string[];
	readonly recursive: boolean;
}

export interface Session {
	readonly key: string;
	/** Undefined: nobody has logged in with it yet. */
	user: User | undefined;
	readonly begun: number;
	lastUsed: number;
	readonly views: View[];
	/** Everybody has one; a client may have more. */
	readonly collectors: Map<string, Collector>;
}

/** Users, and their sessions, which end when they are idle for too long. */
export class Sessions {
	private readonly users = new Map<string, User>();
	private readonly open = new Map<string, Session>();
	/** How many there can be. */
	limit = Infinity;

	constructor(
		private readonly now: () => number,
		private readonly idleSeconds: number,
	) {}

	/** Of those who have logged in. */
	get count(): number {
		return [...this.open.values()].filter((one) => one.user !== undefined && this.isAlive(one))
			.length;
	}

	addUser(user: User): void {
		this.users.set(user.name, user);
	}

	/** Undefined: unknown, or idle for too long. */
	find(key: string | undefined): Session | undefined {
		const session = this.open.get(key ?? '');
		if (session === undefined) return undefined;
		if (!this.isAlive(session)) {
			this.open.delete(session.key);
			return undefined;
		}
		session.lastUsed = this.now();
		return session;
	}

	/** For somebody without a cookie; it is nobody else's, and forgotten unless it is kept. */
	guest(): Session {
		return {
			key: randomUUID().replaceAll('-', ''),
			user: undefined,
			begun: this.now(),
			lastUsed: this.now(),
			views: [],
			collectors: new Map(),
		};
	}

	keep(session: Session): void {
		this.open.set(session.key, session);
	}

	isKept({ key }: Session): boolean {
		return this.open.has(key);
	}

	/** Throws `InvalidLogin` for strangers, and a plain 503 where there are too many. */
	logIn(session: Session, name: string, password: string): User {
		const user = this.users.get(name);
		if (user?.password !== password) throw invalidLogin();
		// How ESXi tells that all its sessions are taken is not established; its front end does so by this.
		if (this.count >= this.limit) throw new ApiError(503, 'Service Unavailable');
		session.user = user;
		this.keep(session);
		return user;
	}

	end({ key }: Session): void {
		this.open.delete(key);
	}

	endAll(): void {
		this.open.clear();
	}

	private isAlive({ lastUsed }: Session): boolean {
		return this.now() - lastUsed <= this.idleSeconds * 1000;
	}
}

export const mayNot = (user: User, privilege: string, on: Ref): boolean =>
	(user.denied ?? []).some(
		(denial) => denial.privilege === privilege && (denial.on ?? on.value) === on.value,
	);
