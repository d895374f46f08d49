import { translateFailure, type Undertaking } from './errors';

/** Turns every failure into one of ours. An abort keeps its own reason. */
export async function attempt<T>(
	undertaking: Undertaking,
	signal: AbortSignal,
	work: () => Promise<T>,
): Promise<T> {
	signal.throwIfAborted();
	try {
		return await work();
	} catch (error) {
		signal.throwIfAborted();
		throw translateFailure(error, undertaking);
	}
}
