import { noPermission, notAuthenticated, objectNotFound } from '../model/faults';
import type { Snapshot } from '../model/snapshotTree';
import type { Task } from '../model/tasks';
import type { Vm } from '../model/vm';
import type { Found, World } from '../model/world';
import { mayNot, type Session, type Sessions, type User } from '../server/sessions';
import { sameRef, type Ref } from '../wire/values';

interface CallSettings {
	readonly world: World;
	readonly sessions: Sessions;
	/** With or without a user. */
	readonly session: Session;
	/** On which the method is called. */
	readonly object: Ref;
	/** Aborts when nobody waits for the answer any more. */
	readonly left: AbortSignal;
}

/** One call of one method, by whoever the cookie says. */
export class Call {
	readonly world: World;
	readonly sessions: Sessions;
	readonly session: Session;
	readonly object: Ref;
	readonly left: AbortSignal;

	constructor(settings: CallSettings) {
		this.world = settings.world;
		this.sessions = settings.sessions;
		this.session = settings.session;
		this.object = settings.object;
		this.left = settings.left;
	}

	/** Throws `NotAuthenticated`. */
	get user(): User {
		const { user } = this.session;
		if (user === undefined) throw notAuthenticated(this.object);
		return user;
	}

	/** Whether it is a filter of one of this session's collectors. */
	isFilter(): boolean {
		const collectors = [...this.session.collectors.values()];
		return collectors.some(({ filters }) => filters.some(({ ref }) => sameRef(ref, this.object)));
	}

	/** Throws `NoPermission`. */
	demand(privilege: string, on: Ref): void {
		if (mayNot(this.user, privilege, on)) throw noPermission(on, privilege);
	}

	may(privilege: string, on: Ref): boolean {
		return !mayNot(this.user, privilege, on);
	}

	/** Throws `ManagedObjectNotFound`. */
	find(ref: Ref): Found {
		const found = this.world.find(ref);
		if (found === undefined) throw objectNotFound(ref);
		return found;
	}

	/** The VM that the method is called on, or whose snapshot it is. */
	vm(): Vm {
		const found = this.find(this.object);
		if (found.kind === 'vm' || found.kind === 'snapshot') return found.vm;
		throw objectNotFound(this.object);
	}

	snapshot(): Snapshot {
		const found = this.find(this.object);
		if (found.kind === 'snapshot') return found.snapshot;
		throw objectNotFound(this.object);
	}

	task(): Task {
		const found = this.find(this.object);
		if (found.kind === 'task') return found.task;
		throw objectNotFound(this.object);
	}
}
