/** Tells those who wait that something may have changed. */
export class Changes {
	private waiting: (() => void)[] = [];

	async next(): Promise<void> {
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	tell(): void {
		for (const wake of this.waiting.splice(0)) wake();
	}
}
