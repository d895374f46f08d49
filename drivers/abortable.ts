/**
 * The work's outcome, unless the signal aborts first: then the signal's reason, at once. The work itself
 * goes on unwatched, since most remote tasks can't be called back.
 */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		const unwatch = watch(signal, abort);
		void work.then(resolve, reject).finally(unwatch);
	});
}

// Hundreds of calls may be under way on one signal, and Node warns of a leak from the 11th listener on.
const watchers = new WeakMap<AbortSignal, Set<() => void>>();

function watch(signal: AbortSignal, onAbort: () => void): () => void {
	const watching = watchers.get(signal) ?? firstWatch(signal);
	watching.add(onAbort);
	return () => watching.delete(onAbort);
}

function firstWatch(signal: AbortSignal): Set<() => void> {
	const watching = new Set<() => void>();
	watchers.set(signal, watching);
	const tell = () => [...watching].forEach((onAbort) => onAbort());
	signal.addEventListener('abort', tell, { once: true });
	return watching;
}
