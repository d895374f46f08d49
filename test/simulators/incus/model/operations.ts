import { randomUUID } from 'node:crypto';
import type { EventSource } from '../../vprotect/model/timeline';
import { failureOf, OperationFailure } from './failure';

/** Of a finished operation, until it is forgotten: cmd/incusd operations, `time.Second * 5`. */
const KEPT_MILLISECONDS = 5000;

export type OperationStatus = 'Running' | 'Success' | 'Failure' | 'Cancelled';

export interface OperationOrder {
	readonly project: string;
	/** As the server calls it: "Snapshotting instance". */
	readonly description: string;
	readonly resources: Readonly<Record<string, readonly string[]>>;
	readonly seconds: number;
	readonly location: string;
	/** Looks whether it can be done at all, and takes what it needs. Throws `OperationFailure`. */
	readonly begin?: () => void;
	/** The work, at the end of its time. Throws `OperationFailure`. */
	readonly finish: () => void;
	/** However it ended, if it had begun. */
	readonly release?: () => void;
}

export interface Operation extends OperationOrder {
	readonly id: string;
	readonly createdAt: number;
	readonly neverEnds: boolean;
	updatedAt: number;
	status: OperationStatus;
	err: string;
	/** When a running one will be over; null: it has not begun, or never ends. */
	endsAt: number | null;
	forgottenAt: number | null;
	/** Resolves when it is over. */
	readonly over: Promise<void>;
}

/** What the server works on, and what it has just done. */
export class Operations implements EventSource {
	/** While true, operations that come in never end once they have begun. */
	neverEnding = false;
	private readonly known = new Map<string, Operation>();
	private readonly fresh: Operation[] = [];
	private readonly enders = new Map<Operation, () => void>();

	constructor(
		private readonly now: () => number,
		/** Why this one has to fail, if a test wants it to. */
		private readonly trapFor: (operation: Operation) => string | undefined,
	) {}

	add(order: OperationOrder): Operation {
		let end = (): void => undefined;
		const over = new Promise<void>((resolve) => (end = resolve));
		const operation: Operation = {
			...order,
			id: randomUUID(),
			createdAt: this.now(),
			updatedAt: this.now(),
			neverEnds: this.neverEnding,
			status: 'Running',
			err: '',
			endsAt: null,
			forgottenAt: null,
			over,
		};
		this.enders.set(operation, end);
		this.known.set(operation.id, operation);
		this.fresh.push(operation);
		return operation;
	}

	find(id: string): Operation | undefined {
		return this.known.get(id);
	}

	all(): Operation[] {
		return [...this.known.values()];
	}

	cancel(operation: Operation): void {
		this.end(operation, 'Cancelled', 'Operation was cancelled');
	}

	nextAt(): number | undefined {
		if (this.fresh.length > 0) return this.now();
		const instants = this.all().flatMap(({ endsAt, forgottenAt }) => [endsAt, forgottenAt]);
		const planned = instants.filter((at) => at !== null);
		return planned.length === 0 ? undefined : Math.min(...planned);
	}

	happen(): void {
		const begun = this.fresh.shift();
		if (begun !== undefined) return this.begin(begun);
		const now = this.now();
		for (const operation of this.all()) {
			if (operation.endsAt !== null && operation.endsAt <= now) this.finish(operation);
			if (operation.forgottenAt !== null && operation.forgottenAt <= now) {
				this.known.delete(operation.id);
			}
		}
	}

	private begin(operation: Operation): void {
		const failure = failureOf(() => {
			const trap = this.trapFor(operation);
			if (trap !== undefined) throw new OperationFailure(trap);
			operation.begin?.();
		});
		if (failure !== undefined) return this.end(operation, 'Failure', failure);
		if (!operation.neverEnds) operation.endsAt = this.now() + operation.seconds * 1000;
	}

	private finish(operation: Operation): void {
		const failure = failureOf(operation.finish);
		operation.release?.();
		this.end(operation, failure === undefined ? 'Success' : 'Failure', failure ?? '');
	}

	private end(operation: Operation, status: OperationStatus, err: string): void {
		const now = this.now();
		if (status === 'Cancelled') operation.release?.();
		operation.status = status;
		operation.err = err;
		operation.endsAt = null;
		operation.updatedAt = now;
		operation.forgottenAt = now + KEPT_MILLISECONDS;
		this.enders.get(operation)?.();
		this.enders.delete(operation);
	}
}
