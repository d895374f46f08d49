import type { Instance } from './entities';
import { OperationFailure } from './failure';

export type LockAction =
	'create' | 'start' | 'stop' | 'restart' | 'restore' | 'update' | 'delete' | 'migrate';

/**
 * One at a time for each instance: internal/server/instance/operationlock. There a snapshot has a lock of its
 * own; here whatever changes an instance or its snapshots heeds the instance's, as the published error says.
 */
export class Locks {
	private readonly held = new Map<Instance, LockAction>();

	/** `what` could not be done: "Failed creating instance snapshot record". */
	assertFree(instance: Instance, what: string): void {
		const action = this.held.get(instance);
		if (action === undefined) return;
		throw new OperationFailure(`${what}: Instance is busy running a "${action}" operation`);
	}

	take(instance: Instance, action: LockAction): void {
		this.assertFree(instance, `Failed to create instance ${action} operation`);
		this.held.set(instance, action);
	}

	free(instance: Instance): void {
		this.held.delete(instance);
	}
}
