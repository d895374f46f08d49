const CREATION_DATE = /\{\{\s*creation_date\s*(?:\|\s*date:\s*['"]([^'"]*)['"]\s*)?\}\}/g;

/** Go's reference time, by its parts. */
const LAYOUT: Readonly<Record<string, (date: Date) => string>> = {
	'2006': (date) => String(date.getUTCFullYear()),
	'01': (date) => two(date.getUTCMonth() + 1),
	'02': (date) => two(date.getUTCDate()),
	'15': (date) => two(date.getUTCHours()),
	'04': (date) => two(date.getUTCMinutes()),
	'05': (date) => two(date.getUTCSeconds()),
};
const PARTS = /2006|01|02|15|04|05/g;

const two = (value: number): string => String(value).padStart(2, '0');

/** The name of the next snapshot whose request gives none. Throws where the pattern can't be. */
export function nextSnapshotName(pattern: string, taken: readonly string[], now: number): string {
	const date = new Date(now);
	const rendered = (pattern || 'snap%d').replace(CREATION_DATE, (_whole, layout?: string) =>
		(layout ?? '2006-01-02 15:04:05').replace(PARTS, (part) => LAYOUT[part]?.(date) ?? part),
	);
	const numbered = rendered.split('%d').length - 1;
	if (numbered > 1) throw new RangeError("Snapshot pattern may contain '%d' only once");
	if (numbered === 1) return withNextNumber(rendered, taken);
	return taken.includes(rendered) ? withNextNumber(`${rendered}-%d`, taken) : rendered;
}

function withNextNumber(pattern: string, taken: readonly string[]): string {
	const [before = '', after = ''] = pattern.split('%d');
	let next = 0;
	for (const name of taken) {
		if (!name.startsWith(before) || !name.endsWith(after)) continue;
		const number = name.slice(before.length, name.length - after.length);
		if (/^\d+$/.test(number)) next = Math.max(next, Number(number) + 1);
	}
	return `${before}${next}${after}`;
}
