import type { ClientIdentity } from '../transports/tls';
import { readIdentity, type GivenIdentity } from './identity';
import type { IncusLogin } from './login';

export type GivenLogin =
	| ({ readonly by: 'certificate' | 'signedToken' } & GivenIdentity)
	| { readonly by: 'token'; readonly token: string };

export interface ReadLogin {
	readonly login: IncusLogin;
	/** What the connection has to show; none where tokens prove who asks. */
	readonly identity?: ClientIdentity;
}

/** What a person entered, before the first request. Throws `INVALID_INPUT`. */
export function readLogin(given: GivenLogin): ReadLogin {
	if (given.by === 'token') return { login: given };
	const identity = readIdentity(given);
	if (given.by === 'signedToken') return { login: { by: given.by, identity } };
	const { certificate, key, passphrase } = identity;
	return { login: { by: given.by, identity }, identity: { certificate, key, passphrase } };
}
