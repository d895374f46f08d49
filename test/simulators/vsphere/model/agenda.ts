interface Planned {
	readonly at: number;
	readonly happen: () => void;
}

/**
 * What happens at certain instants. Time moves in jumps, and what lies between two of them happens in its
 * order when somebody looks; meanwhile `now` is the instant of what is happening.
 */
export class Agenda {
	private planned: Planned[] = [];
	private happening: number | undefined;

	constructor(private readonly clockMilliseconds: () => number) {}

	/** Epoch milliseconds. */
	now(): number {
		return this.happening ?? this.clockMilliseconds();
	}

	/** At the same instant, what was planned first happens first. Infinity: never. */
	plan(at: number, happen: () => void): void {
		if (at !== Infinity) this.planned.push({ at, happen });
	}

	/** When the next thing happens; Infinity: nothing is planned. */
	nextAt(): number {
		return Math.min(Infinity, ...this.planned.map(({ at }) => at));
	}

	settle(): void {
		const until = this.clockMilliseconds();
		try {
			for (let at = this.nextAt(); at <= until; at = this.nextAt()) {
				const due = this.planned.find((one) => one.at === at) as Planned;
				this.planned = this.planned.filter((one) => one !== due);
				this.happening = Math.max(at, this.happening ?? at);
				due.happen();
			}
		} finally {
			this.happening = undefined;
		}
	}
}
