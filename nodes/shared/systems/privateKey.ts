/** Inputs of one line turn a key's line breaks into blanks or into a written \n. */
export function withLineBreaks(privateKey: string): string {
	const key = privateKey.trim();
	const [, begin, body, end] = /^(-{5}BEGIN [^-]+-{5})([^-]*)(-{5}END [^-]+-{5})$/.exec(key) ?? [];
	if (begin === undefined || body === undefined || end === undefined) return key;
	const lines = body.includes('\n') ? [body.trim()] : body.split(/\s+|\\n/).filter(Boolean);
	return [begin, ...lines, end, ''].join('\n');
}
