/** Something that makes things happen at certain instants. */
export interface EventSource {
	/** When the next thing happens; undefined: nothing is planned. */
	nextAt(): number | undefined;
	/** Lets it happen. Called at that instant. */
	happen(): void;
}

/**
 * Time moves in jumps, and what lies between two of them happens in its order when somebody looks. Meanwhile
 * `now` is the instant of what is happening.
 */
export class Timeline {
	private readonly sources: EventSource[] = [];
	private happening: number | undefined;

	constructor(private readonly clockMilliseconds: () => number) {}

	/** At the same instant, what was added first happens first. */
	add(source: EventSource): void {
		this.sources.push(source);
	}

	now(): number {
		return this.happening ?? this.clockMilliseconds();
	}

	settle(): void {
		const until = this.clockMilliseconds();
		try {
			for (let due = this.earliest(); due && due.at <= until; due = this.earliest()) {
				this.happening = Math.max(due.at, this.happening ?? due.at);
				due.source.happen();
			}
		} finally {
			this.happening = undefined;
		}
	}

	private earliest(): { readonly source: EventSource; readonly at: number } | undefined {
		let first: { source: EventSource; at: number } | undefined;
		for (const source of this.sources) {
			const at = source.nextAt();
			if (at !== undefined && (first === undefined || at < first.at)) first = { source, at };
		}
		return first;
	}
}
