interface Planned {
	readonly at: number;
	readonly happens: () => void;
}

/**
 * What will happen when the clock has come to it. Nothing happens by itself: time moves in jumps, and what
 * lies between two of them happens in its order when somebody looks. Meanwhile `now` is its instant.
 */
export class Agenda {
	private planned: Planned[] = [];
	private happening: number | undefined;

	constructor(private readonly clockMilliseconds: () => number) {}

	now(): number {
		return this.happening ?? this.clockMilliseconds();
	}

	/** Tells how to call it off. */
	after(seconds: number, happens: () => void): () => void {
		const entry = { at: this.now() + seconds * 1000, happens };
		this.planned.push(entry);
		return () => {
			this.planned = this.planned.filter((one) => one !== entry);
		};
	}

	settle(): void {
		const until = this.clockMilliseconds();
		try {
			for (let next = this.take(until); next !== undefined; next = this.take(until)) {
				this.happening = next.at;
				next.happens();
			}
		} finally {
			this.happening = undefined;
		}
	}

	/** The earliest that is due; of the same instant, what was planned first. */
	private take(until: number): Planned | undefined {
		let first: Planned | undefined;
		for (const one of this.planned) if (first === undefined || one.at < first.at) first = one;
		if (first === undefined || first.at > until) return undefined;
		this.planned = this.planned.filter((one) => one !== first);
		return first;
	}
}
