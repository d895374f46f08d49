import type { Quirks } from '../quirks';
import type { Session } from './sessions';

const NAME = 'vmware_soap_session';

export const sessionCookie = ({ key }: Session): string =>
	`${NAME}="${key}"; Path=/; HttpOnly; Secure; `;

/** The value belongs in double quotes, as it was set. */
export function sessionKeyOf(header: string, quotes: Quirks['cookieQuotes']): string | undefined {
	const pairs = header.split(';').map((pair) => pair.trim());
	const own = pairs.find((pair) => pair.startsWith(`${NAME}=`))?.slice(NAME.length + 1);
	const key = /^"([0-9a-f]+)"$/.exec(own ?? '')?.[1];
	return key ?? (quotes === 'either' ? own : undefined);
}
