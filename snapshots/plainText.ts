const LONGEST = 1000;

/** Names and messages of a remote system may hold anything. One line of bounded length is left. */
export function plainText(text: string): string {
	const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
	return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}
