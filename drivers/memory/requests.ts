import type { DriverMethod } from './faults';

/** Counts what was sent to the system, whatever came of it. */
export class RequestLog {
	private readonly counts = new Map<DriverMethod, number>();

	count(method: DriverMethod): void {
		this.counts.set(method, this.of(method) + 1);
	}

	of(method: DriverMethod): number {
		return this.counts.get(method) ?? 0;
	}

	total(): number {
		return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
	}
}
