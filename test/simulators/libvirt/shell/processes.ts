/** What runs at the host right now, by command line, so that `pkill` can end it. */
export class Processes {
	private readonly running = new Map<AbortController, string>();

	async run<T>(line: string, work: (killed: AbortSignal) => T | Promise<T>): Promise<T> {
		const process = new AbortController();
		this.running.set(process, line);
		try {
			return await work(process.signal);
		} finally {
			this.running.delete(process);
		}
	}

	/** As `pkill -f` does it, which never means itself. Tells how many it was. */
	kill(pattern: RegExp): number {
		const meant = [...this.running].filter(([, line]) => pattern.test(line));
		for (const [process] of meant) process.abort();
		return meant.length;
	}
}
