/** What the act threw, to be looked at more closely than `toThrow` can. */
export function thrownBy(act: () => unknown): unknown {
	try {
		act();
	} catch (error) {
		return error;
	}
	throw new Error('Nothing was thrown');
}
