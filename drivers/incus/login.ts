import type { Clock } from '../../snapshots/clock';
import { newToken } from './jwt';
import type { IncusIdentity } from './identity';

export type IncusLogin =
	/** By the certificate that the connection itself shows. Incus and LXD. */
	| { readonly by: 'certificate'; readonly identity: IncusIdentity }
	/** By tokens signed with the key of a trusted certificate, which is not shown. Incus only. */
	| { readonly by: 'signedToken'; readonly identity: IncusIdentity }
	/** By a token that the server made for an identity. LXD only. */
	| { readonly by: 'token'; readonly token: string };

const TOKEN_LIFETIME_SECONDS = 300;
/** A token is renewed while it is valid for this long, so that none expires on its way. */
const RENEWED_BEFORE_SECONDS = 60;

/** Makes the header that proves who asks; undefined where the connection does. */
export function authorizer(login: IncusLogin, clock: Clock): () => string | undefined {
	switch (login.by) {
		case 'certificate':
			return () => undefined;
		case 'token':
			return () => `Bearer ${login.token}`;
		case 'signedToken': {
			let present = { token: '', renewAt: 0 };
			return () => {
				const now = clock.now();
				if (now.getTime() >= present.renewAt) {
					const usedFor = TOKEN_LIFETIME_SECONDS - RENEWED_BEFORE_SECONDS;
					present = {
						token: newToken(login.identity, now, TOKEN_LIFETIME_SECONDS),
						renewAt: now.getTime() + usedFor * 1000,
					};
				}
				return `Bearer ${present.token}`;
			};
		}
	}
}
