/** vSphere's own form of a name: these three characters stand for themselves in no name that it tells. */
const ESCAPED: Readonly<Record<string, string>> = { '%2f': '/', '%5c': '\\', '%25': '%' };

export const nameFrom = (told: string): string =>
	told.replace(/%(2f|5c|25)/gi, (escape) => ESCAPED[escape.toLowerCase()] ?? escape);

/** A `%` must be written like this (vim25, CreateSnapshot_Task); the others the server writes itself. */
export const nameToSend = (name: string): string => name.replaceAll('%', '%25');
