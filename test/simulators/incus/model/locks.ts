import { OperationFailure } from './failure';

export type LockAction =
	'create' | 'start' | 'stop' | 'restart' | 'restore' | 'update' | 'delete' | 'migrate';

/**
 * One operation at a time for each instance, and for each snapshot: a snapshot has a lock of its own, so that a
 * new one is made, and an old one deleted, while its instance is busy. internal/server/instance/operationlock;
 * measured with LXD 5.0.2.
 */
export class Locks {
	private readonly held = new Map<object, LockAction>();
	private readonly blocked = new Map<object, LockAction>();

	/** Throws `OperationFailure` where something else holds it. */
	take(thing: object, action: LockAction): void {
		this.assertFree(thing, action);
		this.held.set(thing, action);
	}

	assertFree(thing: object, action: LockAction): void {
		const holder = this.held.get(thing) ?? this.blocked.get(thing);
		if (holder !== undefined) throw busy(`Failed to create instance ${action} operation`, holder);
	}

	free(thing: object): void {
		this.held.delete(thing);
	}

	/**
	 * What a test can do beyond that: the instance is held, and so are its snapshots, as the published error could
	 * be read.
	 */
	block(instance: object, action: LockAction): void {
		this.blocked.set(instance, action);
	}

	unblock(instance: object): void {
		this.blocked.delete(instance);
	}

	/** `what` could not be done: "Failed creating instance snapshot record". */
	assertNotBlocked(instance: object, what: string): void {
		const holder = this.blocked.get(instance);
		if (holder !== undefined) throw busy(what, holder);
	}
}

const busy = (what: string, holder: LockAction): OperationFailure =>
	new OperationFailure(`${what}: Instance is busy running a "${holder}" operation`);
