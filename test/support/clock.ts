import type { Clock } from '../../snapshots/clock';

// Taken now, so that a test with jest's fake timers still lets the event loop turn.
const { setImmediate: nextTurn } = globalThis;

export interface ManualClock extends Clock {
	/** Moves time on and wakes each sleeper at its own instant, letting it go on before the next one. */
	advance(milliseconds: number): Promise<void>;
	/** Virtual milliseconds since the start. */
	elapsedMilliseconds(): number;
	/** How many are asleep now. */
	sleepers(): number;
}

export interface ManualClockOptions {
	/**
	 * Time jumps to the earliest sleeper whenever all code has come to rest, so waits of hours end at once and
	 * still in order: a pause of 1 s wakes before a deadline of 10 min. Not for tests that wait for a socket,
	 * where rest only means that an answer is on its way.
	 */
	readonly autoAdvance?: boolean;
}

/** Virtual time: nothing wakes up until the test, or auto-advance, moves it on. */
export function manualClock(
	start: Date | string = '2026-01-15T12:00:00.000Z',
	{ autoAdvance = false }: ManualClockOptions = {},
): ManualClock {
	return new VirtualClock(new Date(start).getTime(), autoAdvance);
}

interface Sleeper {
	readonly wakeAt: number;
	readonly wake: () => void;
}

class VirtualClock implements ManualClock {
	private time: number;
	private readonly asleep = new Set<Sleeper>();
	private turnPlanned = false;

	constructor(
		private readonly start: number,
		private readonly autoAdvance: boolean,
	) {
		this.time = start;
	}

	now(): Date {
		return new Date(this.time);
	}

	elapsedMilliseconds(): number {
		return this.time - this.start;
	}

	sleepers(): number {
		return this.asleep.size;
	}

	async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
		signal.throwIfAborted();
		await new Promise<void>((resolve, reject) => {
			const abort = (): void => {
				this.asleep.delete(sleeper);
				reject(signal.reason as Error);
			};
			const wake = (): void => {
				this.asleep.delete(sleeper);
				signal.removeEventListener('abort', abort);
				resolve();
			};
			const sleeper: Sleeper = { wakeAt: this.time + Math.max(0, milliseconds), wake };
			this.asleep.add(sleeper);
			signal.addEventListener('abort', abort, { once: true });
			if (this.autoAdvance) this.planTurn();
		});
	}

	async advance(milliseconds: number): Promise<void> {
		const until = this.time + milliseconds;
		await comeToRest();
		for (let next = this.earliest(); next && next.wakeAt <= until; next = this.earliest()) {
			this.time = Math.max(this.time, next.wakeAt);
			next.wake();
			await comeToRest();
		}
		this.time = until;
	}

	private earliest(): Sleeper | undefined {
		return [...this.asleep].sort((a, b) => a.wakeAt - b.wakeAt)[0];
	}

	private planTurn(): void {
		if (this.turnPlanned) return;
		this.turnPlanned = true;
		nextTurn(() => {
			this.turnPlanned = false;
			const next = this.earliest();
			if (next === undefined) return;
			this.time = Math.max(this.time, next.wakeAt);
			next.wake();
			if (this.asleep.size > 0) this.planTurn();
		});
	}
}

/** Lets all code that waits for nothing from outside run on. */
export const comeToRest = async (): Promise<void> => {
	await new Promise<void>((resolve) => nextTurn(resolve));
};
