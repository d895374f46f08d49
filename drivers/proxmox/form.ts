/** undefined is left out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** What the web interface itself sends. Releases of long standing take nothing else, some newer ones JSON, too. */
export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

export const encoded = (parameters: Parameters): string =>
	new URLSearchParams(
		Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
			value === undefined ? [] : [[name, String(value)]],
		),
	).toString();
