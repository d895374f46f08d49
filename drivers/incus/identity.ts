import { X509Certificate, createPrivateKey, type KeyObject } from 'node:crypto';
import { SnapshotError } from '../../snapshots/errors';
import { mendedPem } from '../transports/pem';
import type { ClientIdentity } from '../transports/tls';
import { INCUS } from './system';

/** A client certificate with its key, read and proven to belong together. */
export interface IncusIdentity extends ClientIdentity {
	/** SHA-256 of the certificate in lower-case hexadecimal digits, as the trust store lists it. */
	readonly fingerprint: string;
	readonly privateKey: KeyObject;
}

export interface GivenIdentity {
	readonly certificate: string;
	readonly key: string;
	/** Empty: the key is not encrypted. */
	readonly passphrase: string;
}

/** Reads what a person entered, before the first request. Throws `INVALID_INPUT`. */
export function readIdentity(given: GivenIdentity): IncusIdentity {
	const certificate = mendedPem(given.certificate);
	const key = mendedPem(given.key);
	const passphrase = given.passphrase === '' ? undefined : given.passphrase;
	const read = readable('Client Certificate', () => new X509Certificate(certificate));
	const privateKey = readable('Client Key', () => createPrivateKey({ key, passphrase }));
	if (!read.checkPrivateKey(privateKey)) {
		throw refused(
			'Client Key does not belong to Client Certificate',
			'Paste the pair as it was made.',
		);
	}
	const fingerprint = read.fingerprint256.replaceAll(':', '').toLowerCase();
	return { certificate, key, passphrase, fingerprint, privateKey };
}

function readable<T>(label: string, read: () => T): T {
	try {
		return read();
	} catch (cause) {
		throw refused(
			`${label} in the credential can’t be read`,
			'Paste it whole as PEM, from its BEGIN line to its END line; an encrypted key needs its passphrase.',
			cause,
		);
	}
}

const refused = (message: string, advice: string, cause?: unknown): SnapshotError =>
	new SnapshotError('INVALID_INPUT', message, {
		system: INCUS,
		advice: `${advice} Nothing was sent.`,
		cause,
	});
