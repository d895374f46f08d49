import { sign, type KeyObject } from 'node:crypto';
import { SnapshotError } from '../../snapshots/errors';
import type { IncusIdentity } from './identity';
import { INCUS } from './system';

/** The server's clock may be behind ours. */
const CLOCK_SKEW_SECONDS = 60;

/**
 * A token in place of the certificate: its subject is the full fingerprint, and `nbf` and `exp` must be there
 * (incus, doc/authentication.md).
 */
export function newToken(
	{ fingerprint, privateKey }: Pick<IncusIdentity, 'fingerprint' | 'privateKey'>,
	now: Date,
	lifetimeSeconds: number,
): string {
	const { name, digest } = algorithmOf(privateKey);
	const seconds = Math.floor(now.getTime() / 1000);
	const claims = {
		sub: fingerprint,
		iat: seconds,
		nbf: seconds - CLOCK_SKEW_SECONDS,
		exp: seconds + lifetimeSeconds,
	};
	const signed = [{ alg: name, typ: 'JWT' }, claims].map(encoded).join('.');
	// JWS wants both numbers of an ECDSA signature side by side, not in DER (RFC 7518 §3.4).
	const signature = sign(digest, Buffer.from(signed), {
		key: privateKey,
		dsaEncoding: 'ieee-p1363',
	});
	return `${signed}.${signature.toString('base64url')}`;
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

interface Algorithm {
	readonly name: string;
	/** null: the key's own. */
	readonly digest: string | null;
}

const BY_CURVE: Readonly<Record<string, Algorithm>> = {
	prime256v1: { name: 'ES256', digest: 'sha256' },
	secp384r1: { name: 'ES384', digest: 'sha384' },
	secp521r1: { name: 'ES512', digest: 'sha512' },
};

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm {
	if (asymmetricKeyType === 'rsa') return { name: 'RS256', digest: 'sha256' };
	if (asymmetricKeyType === 'ed25519') return { name: 'EdDSA', digest: null };
	const found = BY_CURVE[asymmetricKeyDetails?.namedCurve ?? ''];
	if (found !== undefined) return found;
	throw new SnapshotError('INVALID_INPUT', 'Client Key is of a kind that can’t sign tokens', {
		system: INCUS,
		advice: 'Make an elliptic curve key (P-384) with its certificate. Nothing was sent.',
	});
}
