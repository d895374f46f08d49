/** What the exit code says. Documented in docs/cli.md; scripts build on it. */
export const EXIT = {
	done: 0,
	failed: 1,
	badUsage: 2,
	partlyDone: 3,
	/** As shells tell of a program that Ctrl-C ended. */
	cancelled: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
