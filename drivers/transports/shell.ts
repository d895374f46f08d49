/**
 * A command line for a POSIX shell in which every value from outside is quoted. Only `sh` makes one, and
 * the SSH port accepts nothing else, so nothing a person or a VM name contains can reach a shell unquoted.
 */
export class ShellCommand {
	private constructor(readonly text: string) {}

	static from(parts: readonly string[], values: readonly ShellValue[]): ShellCommand {
		const pieces = parts.map((part, at) => {
			const value = values[at];
			return value === undefined ? part : part + quoted(value);
		});
		return new ShellCommand(pieces.join(''));
	}
}

export type ShellValue = string | number | ShellCommand | readonly string[];

/** sh`qemu-img info -U ${path}`: strings become one quoted word, lists one word each. */
export const sh = (parts: TemplateStringsArray, ...values: readonly ShellValue[]): ShellCommand =>
	ShellCommand.from(parts, values);

function quoted(value: ShellValue): string {
	if (value instanceof ShellCommand) return value.text;
	if (typeof value === 'number') return String(value);
	if (typeof value === 'string') return quotedWord(value);
	return value.map(quotedWord).join(' ');
}

function quotedWord(word: string): string {
	// The wire ends a string at NUL, so the rest of the word would silently be dropped.
	if (word.includes('\0')) throw new RangeError('A shell word cannot hold a NUL character');
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
