/** What a name of ours may have at most. */
export const LONGEST_NAME = 64;

/**
 * Names as ours may be: trimmed, short and different from each other. A name that fits is left alone, so that
 * what was exported comes back under its name.
 */
export function fitNames(names: readonly string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		const whole = name.trim() === '' ? 'unnamed' : name.trim();
		for (let number = 1; ; number++) {
			const suffix = number === 1 ? '' : ` (${number})`;
			const fitted = `${cut(whole, LONGEST_NAME - suffix.length)}${suffix}`;
			if (taken.has(fitted)) continue;
			taken.add(fitted);
			return fitted;
		}
	});
}

/** Never through the middle of a character of two units. */
function cut(text: string, length: number): string {
	if (text.length <= length) return text;
	return text
		.slice(0, length)
		.replace(/[\ud800-\udbff]$/, '')
		.trimEnd();
}
