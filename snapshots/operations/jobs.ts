/** One piece of work. Jobs of one lane run one after another, in their order; lanes run side by side. */
export interface Job<T> {
	readonly lane: string;
	/** Never rejects: what fails is a result too. */
	run(): Promise<T>;
}

/** Runs all jobs on at most `parallel` lanes at a time. Results come in the order of the jobs. */
export async function runJobs<T>(jobs: readonly Job<T>[], parallel: number): Promise<T[]> {
	const results: T[] = [];
	const waiting = lanesOf(jobs).values();
	const worker = async (): Promise<void> => {
		for (const lane of waiting) {
			for (const [index, job] of lane) results[index] = await job.run();
		}
	};
	await Promise.all(Array.from({ length: Math.max(1, parallel) }, worker));
	return results;
}

type Lane<T> = Array<readonly [index: number, job: Job<T>]>;

function lanesOf<T>(jobs: readonly Job<T>[]): Lane<T>[] {
	const lanes = new Map<string, Lane<T>>();
	for (const entry of jobs.entries()) {
		const lane = lanes.get(entry[1].lane);
		if (lane === undefined) lanes.set(entry[1].lane, [entry]);
		else lane.push(entry);
	}
	return [...lanes.values()];
}
