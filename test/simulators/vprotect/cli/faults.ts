import { runs } from './shell';

/** What can go wrong at the server's SSH, on demand. */
export type CliFault =
	/** The connection is lost before the command is looked at. */
	| { readonly kind: 'dropBefore' }
	/** The work is done, and the connection is lost instead of the answer. */
	| { readonly kind: 'dropAfter' }
	/** Held back for so long by the injected clock, then done as usual. */
	| { readonly kind: 'delay'; readonly milliseconds: number }
	/** Accepted, and never answered. */
	| { readonly kind: 'stall' }
	/** The command fails without doing anything. */
	| { readonly kind: 'exit'; readonly code: number; readonly stderr: string }
	/** The login, or the command, is refused. */
	| { readonly kind: 'refuse' }
	/** Done as usual, yet the task that it began never ends. */
	| { readonly kind: 'neverSettles' };

/** Faults wait here for the next `login`, or the next command that begins with these words. */
export class CliFaults {
	private waiting: { readonly on: string; readonly fault: CliFault; left: number }[] = [];

	inject(on: string, fault: CliFault, times: number): void {
		this.waiting.push({ on, fault, left: times });
	}

	clear(): void {
		this.waiting = [];
	}

	take(line: string): CliFault | undefined {
		const due = this.waiting.find(({ on }) => runs(line, on));
		if (due === undefined) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.waiting = this.waiting.filter((one) => one !== due);
		return due.fault;
	}
}
