interface Job {
	readonly dueAt: number;
	readonly work: () => void;
}

/** Work that takes time: it happens when the clock has come that far and somebody looks. */
export class Schedule {
	private jobs: Job[] = [];
	/** While true, work that is begun never ends: a task that never settles. */
	neverEnding = false;

	constructor(private readonly nowMilliseconds: () => number) {}

	after(seconds: number, work: () => void): void {
		if (this.neverEnding) return;
		this.jobs.push({ dueAt: this.nowMilliseconds() + seconds * 1000, work });
	}

	/** Does all that is due, in the order in which it became due, also what that begins in turn. */
	settle(): void {
		for (let job = this.takeDue(); job !== undefined; job = this.takeDue()) job.work();
	}

	private takeDue(): Job | undefined {
		const now = this.nowMilliseconds();
		const due = this.jobs.filter(({ dueAt }) => dueAt <= now);
		const [first] = due.sort((a, b) => a.dueAt - b.dueAt);
		if (first !== undefined) this.jobs = this.jobs.filter((job) => job !== first);
		return first;
	}
}
