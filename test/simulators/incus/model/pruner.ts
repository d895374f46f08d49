import type { EventSource } from '../../vprotect/model/timeline';

const MINUTE = 60_000;

export interface Expiring {
	readonly expiresAt: number | null;
}

/** The server's own task: at each full minute it deletes what has expired. */
export class Pruner implements EventSource {
	/** The minute up to which there is nothing left to do. */
	private done: number;

	constructor(
		private readonly snapshots: () => Iterable<Expiring>,
		private readonly now: () => number,
		private readonly remove: (expired: ReadonlySet<Expiring>) => void,
	) {
		this.done = minuteOf(now());
	}

	nextAt(): number | undefined {
		let first: number | undefined;
		for (const { expiresAt } of this.snapshots()) {
			if (expiresAt !== null && (first === undefined || expiresAt < first)) first = expiresAt;
		}
		if (first === undefined) return undefined;
		return Math.max(Math.ceil(first / MINUTE) * MINUTE, this.done + MINUTE);
	}

	happen(): void {
		const now = this.now();
		this.done = minuteOf(now);
		const expired = [...this.snapshots()].filter(
			({ expiresAt }) => expiresAt !== null && expiresAt <= now,
		);
		this.remove(new Set(expired));
	}

	/** Of what expires from now on, nothing is deleted before the next full minute. */
	noteChange(): void {
		this.done = minuteOf(this.now());
	}
}

const minuteOf = (at: number): number => Math.floor(at / MINUTE) * MINUTE;
