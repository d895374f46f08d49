/** Inputs of one line turn a PEM's line breaks into blanks or into a written \n: this brings them back. */
export function mendedPem(text: string): string {
	const pem = text.replaceAll('\\n', '\n').trim();
	const [, begin, body, end] = /^(-{5}BEGIN [^-]+-{5})([^-]*)(-{5}END [^-]+-{5})$/.exec(pem) ?? [];
	if (begin === undefined || body === undefined || end === undefined) return pem;
	// The headers of an old encrypted key hold a dash, so such a key never comes here.
	return [begin, ...body.split(/\s+/).filter((line) => line !== ''), end, ''].join('\n');
}
