/** The order of every listing and every plan: newest first, ties by id. */
export function newestFirst(
	left: { readonly createdAt: Date; readonly id: string },
	right: { readonly createdAt: Date; readonly id: string },
): number {
	const byTime = right.createdAt.getTime() - left.createdAt.getTime();
	if (byTime !== 0) return byTime;
	return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}
