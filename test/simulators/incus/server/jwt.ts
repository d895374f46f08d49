import { verify, type KeyObject, type VerifyKeyObjectInput } from 'node:crypto';
import { z } from 'zod';
import type { TrustedCertificate, TrustStore } from './trustStore';

const header = z.object({
	alg: z.enum(['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'EdDSA']),
});
const claims = z.object({ sub: z.string(), nbf: z.number(), exp: z.number() });

/**
 * Incus' JWT: signed with the key of a trusted certificate, whose whole fingerprint is the subject, and valid
 * now. Undefined: it is not. doc/authentication.md.
 */
export function certificateOfJwt(
	token: string,
	trustStore: TrustStore,
	nowMilliseconds: number,
): TrustedCertificate | undefined {
	const [head = '', body = '', signature = '', ...rest] = token.split('.');
	const { data: parsedHead } = header.safeParse(decoded(head));
	const { data: parsedBody } = claims.safeParse(decoded(body));
	if (parsedHead === undefined || parsedBody === undefined || rest.length > 0) return undefined;
	const now = nowMilliseconds / 1000;
	if (now < parsedBody.nbf || now >= parsedBody.exp) return undefined;
	const trusted = trustStore.certificate(parsedBody.sub);
	if (trusted === undefined) return undefined;
	const signed = Buffer.from(`${head}.${body}`);
	const fits = isSigned(parsedHead.alg, trusted.certificate.publicKey, signed, signature);
	return fits ? trusted : undefined;
}

function isSigned(algorithm: string, key: KeyObject, signed: Buffer, signature: string): boolean {
	const family = { ES: 'ec', RS: 'rsa', Ed: 'ed25519' }[algorithm.slice(0, 2)];
	if (key.asymmetricKeyType !== family) return false;
	const digest = family === 'ed25519' ? null : `sha${algorithm.slice(2)}`;
	const input: VerifyKeyObjectInput = { key, dsaEncoding: 'ieee-p1363' };
	return verify(digest, signed, input, Buffer.from(signature, 'base64url'));
}

function decoded(part: string): unknown {
	try {
		return JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}
