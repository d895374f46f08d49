/**
 * The work's outcome, unless the signal aborts first: then the signal's reason, at once. The work itself
 * goes on unwatched, since most remote tasks can't be called back.
 */
export async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const abort = () => reject(signal.reason);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort, { once: true });
		void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
	});
}
