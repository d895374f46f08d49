/** A Markdown table. Cells that others have named are to be made with `cell`. */
export const table = (head: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

/** Names come from the system: none of them may end a cell or pass for Markdown. */
export const cell = (text: string): string =>
	text.replace(/[\r\n]+/g, ' ').replace(/[\\`*_[\]<>|~#]/g, '\\$&');
