import { element } from '../wire/write';

/** What a vCenter knows, newest first; a release lists those up to its own. */
const KNOWN = [
	'9.0.0.0',
	'8.0.3.0',
	'8.0.2.0',
	'8.0.1.0',
	'8.0.0.0',
	'7.0.3.0',
	'7.0.2.0',
	'7.0.1.0',
	'7.0',
	'6.7.3',
	'6.7',
	'6.5',
	'6.0',
	'5.5',
	'5.1',
	'5.0',
	'4.1',
	'4.0',
	'2.5',
] as const;

/** Without the header `SOAPAction` the oldest is meant. */
export const OLDEST = '2.5';

export function isBefore(version: string, other: string): boolean {
	const [a, b] = [version.split('.').map(Number), other.split('.').map(Number)];
	for (let at = 0; at < Math.max(a.length, b.length); at += 1) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference < 0;
	}
	return false;
}

const listed = (apiVersion: string): readonly string[] =>
	KNOWN.filter((version) => !isBefore(apiVersion, version));

export const isServed = (version: string, apiVersion: string): boolean =>
	listed(apiVersion).includes(version);

/** What `GET /sdk/vimServiceVersions.xml` tells. */
export function versionsDocument(apiVersion: string): string {
	const [newest = OLDEST, ...prior] = listed(apiVersion);
	const version = (value: string): string => element('version', {}, value);
	const namespace = [
		element('name', {}, 'urn:vim25'),
		version(newest),
		element('priorVersions', {}, prior.map(version).join('')),
	].join('');
	const namespaces = element('namespaces', { version: '1.0' }, element('namespace', {}, namespace));
	return `<?xml version="1.0" encoding="UTF-8" ?>\n${namespaces}\n`;
}
