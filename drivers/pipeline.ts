/**
 * Works on many items at once, at most `width`, and yields the outcomes in the items' order. When the
 * reader stops, what is under way is left to end by itself.
 */
export async function* inOrder<Item, T>(
	items: readonly Item[],
	width: number,
	work: (item: Item) => Promise<T>,
): AsyncGenerator<T> {
	const started: Promise<T>[] = [];
	const start = (item: Item): void => {
		const outcome = work(item);
		outcome.catch(() => undefined); // awaited in its turn, or not at all when an earlier one failed
		started.push(outcome);
	};
	items.slice(0, width).forEach(start);
	for (let at = 0; at < items.length; at += 1) {
		const outcome = await started[at];
		const next = items[at + width];
		if (next !== undefined) start(next);
		yield outcome as Awaited<T>;
	}
}
