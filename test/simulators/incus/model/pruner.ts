import type { EventSource } from '../../vprotect/model/timeline';

const MINUTE = 60_000;

export interface Expiring {
	readonly expiresAt: number | null;
}

/** The server's own task: at each full minute it deletes what has expired. */
export class Pruner implements EventSource {
	/** The minute up to which there is nothing left to do. */
	private done: number;
	/** Nothing expires before. */
	private earliest = Infinity;

	constructor(
		private readonly snapshots: () => Iterable<Expiring>,
		private readonly now: () => number,
		private readonly remove: (expired: ReadonlySet<Expiring>) => void,
	) {
		this.done = minuteOf(now());
	}

	nextAt(): number | undefined {
		if (this.earliest === Infinity) return undefined;
		return Math.max(Math.ceil(this.earliest / MINUTE) * MINUTE, this.done + MINUTE);
	}

	happen(): void {
		const now = this.now();
		this.done = minuteOf(now);
		this.earliest = Infinity;
		const expired = new Set<Expiring>();
		for (const one of this.snapshots()) {
			const at = one.expiresAt ?? Infinity;
			if (at <= now) expired.add(one);
			else this.earliest = Math.min(this.earliest, at);
		}
		this.remove(expired);
	}

	/** Something expires then; if that has been already, in the next full minute. */
	note(expiresAt: number | null): void {
		if (expiresAt === null) return;
		this.earliest = Math.min(this.earliest, expiresAt);
		this.done = Math.max(this.done, Math.ceil(this.now() / MINUTE) * MINUTE - MINUTE);
	}
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;
