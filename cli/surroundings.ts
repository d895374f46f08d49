import type { Clock } from '../snapshots/clock';

export interface Output {
	write(text: string): unknown;
	readonly isTTY?: boolean;
}

/** All that the program meets outside itself, except files and the network. Tests hand in their own. */
export interface Surroundings {
	/** Without the program’s own name. */
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly home: string;
	/** Results alone. */
	readonly stdout: Output;
	/** Progress, warnings and errors. */
	readonly stderr: Output;
	readonly clock: Clock;
	/** Aborts on Ctrl-C. */
	readonly signal: AbortSignal;
}
