import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is in use, without what is only waiting to be thrown away: how much of that there is nobody decides. */
function keptBytes(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

/** The most that work keeps in memory at once beyond what was there before, looked at every so many steps. */
export class HeapWatch {
	private readonly before = keptBytes();
	private most = this.before;
	private steps = 0;

	constructor(private readonly every: number) {}

	step(): void {
		if (++this.steps % this.every === 0) this.most = Math.max(this.most, keptBytes());
	}

	get mebibytes(): number {
		return (this.most - this.before) / (1024 * 1024);
	}
}
