import { sign, type KeyObject } from 'node:crypto';

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** ES256, for keys on P-256. */
export function signedJwt(key: KeyObject, claims: object): string {
	const signed = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`;
	const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
	return `${signed}.${signature.toString('base64url')}`;
}
