/** How long a simulated system takes, in seconds of the injected clock. */
export type Timed<Name extends string> = Readonly<Record<Name | 'sessionIdle', number>>;

/** 1: as long as told; 0: no waiting at all. How long a session may be idle stays as it is. */
export function atPace<Name extends string>(durations: Timed<Name>, pace: number): Timed<Name> {
	const entries = Object.entries<number>(durations).map(([name, seconds]) => [
		name,
		name === 'sessionIdle' ? seconds : seconds * pace,
	]);
	return Object.fromEntries(entries) as Timed<Name>;
}
