import { X509Certificate } from 'node:crypto';
import { SnapshotError } from '../../snapshots/errors';
import type { SystemId } from '../../snapshots/model';
import { mendedPem } from './pem';

/** How a server proves who it is. */
export type ServerTrust =
	/** By a certificate authority that the machine trusts. */
	| { readonly by: 'publicAuthority' }
	/** By an own authority, or by the server's own certificate: one or more, as PEM. */
	| { readonly by: 'ownAuthority'; readonly certificates: string }
	/** By the SHA-256 fingerprint of its certificate. The name in it is not looked at. */
	| { readonly by: 'fingerprint'; readonly fingerprint: string }
	/** Not at all: whoever answers learns the secrets. */
	| { readonly by: 'nothing' };

/** How we prove who we are, where the system wants a client certificate. */
export interface ClientIdentity {
	/** PEM. */
	readonly certificate: string;
	/** PEM. */
	readonly key: string;
	readonly passphrase?: string;
}

export interface PeerCertificate {
	readonly raw: Buffer;
}

/** The part of Node's TLS options that is used here; `https.Agent` and n8n's `agentOptions` take it as it is. */
export interface TlsOptions {
	readonly ca?: string;
	readonly cert?: string;
	readonly key?: string;
	readonly passphrase?: string;
	readonly rejectUnauthorized?: boolean;
	/** Node 22.9 and later: a pinned certificate is trusted though its issuer is unknown. */
	readonly allowPartialTrustChain?: boolean;
	readonly checkServerIdentity?: (host: string, certificate: PeerCertificate) => Error | undefined;
}

/** Said by our own identity check; recognized where the transport's errors are translated. */
export const NOT_THE_PINNED_CERTIFICATE = 'NOT_THE_PINNED_CERTIFICATE';

/** Reads what a person entered, before the first request. Throws `INVALID_INPUT`. */
export function readTrust(
	system: SystemId,
	given: {
		readonly verify: ServerTrust['by'];
		readonly certificates: string;
		readonly fingerprint: string;
	},
): ServerTrust {
	switch (given.verify) {
		case 'publicAuthority':
		case 'nothing':
			return { by: given.verify };
		case 'ownAuthority':
			return { by: 'ownAuthority', certificates: readCertificates(system, given.certificates) };
		case 'fingerprint':
			return { by: 'fingerprint', fingerprint: readFingerprint(system, given.fingerprint) };
	}
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

function readCertificates(system: SystemId, text: string): string {
	const found = text.match(CERTIFICATE) ?? [];
	try {
		if (found.length === 0) throw new Error('no certificate in it');
		return found.map((pem) => new X509Certificate(mendedPem(pem)).toString()).join('');
	} catch (cause) {
		throw new SnapshotError('INVALID_INPUT', 'Certificate in the credential can’t be read', {
			system,
			cause,
			advice:
				'Paste it whole, from its BEGIN CERTIFICATE line to its END CERTIFICATE line. Nothing was sent.',
		});
	}
}

function readFingerprint(system: SystemId, text: string): string {
	const digits = text.replace(/^\s*sha-?256(\s+fingerprint)?\s*[=:]/i, '').replace(/[\s:]/g, '');
	if (/^[0-9a-f]{64}$/i.test(digits)) return digits.toUpperCase();
	throw new SnapshotError('INVALID_INPUT', 'Fingerprint in the credential is not a SHA-256 one', {
		system,
		advice:
			'It has 64 hexadecimal digits, with or without colons: openssl x509 -noout -fingerprint -sha256 -in server.crt tells it. Nothing was sent.',
	});
}

export function tlsOptions(trust: Exclude<ServerTrust, { by: 'fingerprint' }>): TlsOptions {
	switch (trust.by) {
		case 'publicAuthority':
			return {};
		case 'ownAuthority':
			return { ca: trust.certificates, allowPartialTrustChain: true };
		case 'nothing':
			return { rejectUnauthorized: false };
	}
}

/** Trust in this one certificate, whatever its name and issuer. */
export function pinnedTo(certificate: PeerCertificate): TlsOptions {
	const { raw } = certificate;
	return {
		ca: new X509Certificate(raw).toString(),
		allowPartialTrustChain: true,
		checkServerIdentity: (_host, shown) =>
			shown.raw.equals(raw) ? undefined : new Error(NOT_THE_PINNED_CERTIFICATE),
	};
}

/** As browsers show it, without the colons. */
export const fingerprintOf = ({ raw }: PeerCertificate): string =>
	new X509Certificate(raw).fingerprint256.replaceAll(':', '');

/** As people compare it. */
export const withColons = (fingerprint: string): string =>
	fingerprint.match(/../g)?.join(':') ?? fingerprint;

export const identityOptions = (identity: ClientIdentity | undefined): TlsOptions =>
	identity === undefined
		? {}
		: { cert: identity.certificate, key: identity.key, passphrase: identity.passphrase };
