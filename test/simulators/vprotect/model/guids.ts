import { createHash } from 'node:crypto';

/** Ids that look random and are the same in each run. */
export class Guids {
	private count = 0;

	next(kind: string): string {
		this.count += 1;
		const hex = createHash('sha1').update(`${kind} ${this.count}`).digest('hex');
		const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
		return [...groups, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
	}
}
