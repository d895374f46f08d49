/** What the act threw, to be looked at more closely than `toThrow` can. */
export function thrownBy(act: () => unknown): unknown {
	try {
		act();
	} catch (error) {
		return error;
	}
	throw new Error('Nothing was thrown');
}

/** The same for work that is awaited. */
export async function rejectionOf(work: Promise<unknown>): Promise<unknown> {
	return await work.then(
		() => {
			throw new Error('Nothing was thrown');
		},
		(error: unknown) => error,
	);
}
