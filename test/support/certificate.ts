import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import {
	bitString,
	boolean,
	context,
	integer,
	objectId,
	octetString,
	pem,
	sequence,
	set,
	time,
	utf8String,
} from './der';
import { addressBytes } from './ipAddress';

export interface CertificateRequest {
	readonly commonName: string;
	/** DNS names and IP addresses that the certificate stands for. Default: this machine's loopback. */
	readonly names?: readonly string[];
	/** Default `server`. Only an `authority` can be an issuer. */
	readonly purpose?: 'authority' | 'server' | 'client';
	/** Default: signed by itself. */
	readonly issuer?: Certificate;
	/** Default: from yesterday for ten years. */
	readonly validFrom?: Date;
	readonly validUntil?: Date;
}

export interface Certificate {
	readonly commonName: string;
	readonly certificatePem: string;
	/** PKCS #8, without a passphrase. */
	readonly keyPem: string;
	/** SHA-256 over the certificate, as `AB:CD:…`. */
	readonly fingerprint: string;
	readonly privateKey: KeyObject;
	readonly publicKey: KeyObject;
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const DAY_MILLISECONDS = 86_400_000;

const EXTENSION = {
	subjectKeyId: '2.5.29.14',
	keyUsage: '2.5.29.15',
	subjectNames: '2.5.29.17',
	basicConstraints: '2.5.29.19',
	authorityKeyId: '2.5.29.35',
	extendedKeyUsage: '2.5.29.37',
} as const;
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';

/** A key pair on P-256 with an X.509 v3 certificate, for servers on loopback and those who talk to them. */
export function newCertificate(request: CertificateRequest): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const signer = request.issuer ?? { commonName: request.commonName, privateKey, publicKey };
	const from = request.validFrom ?? new Date(Date.now() - DAY_MILLISECONDS);
	const until = request.validUntil ?? new Date(from.getTime() + 3650 * DAY_MILLISECONDS);
	const toBeSigned = sequence(
		context(0, integer(Buffer.from([2]))),
		integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
		ECDSA_WITH_SHA256,
		nameOf(signer.commonName),
		sequence(time(from), time(until)),
		nameOf(request.commonName),
		subjectPublicKey(publicKey),
		context(3, extensionsOf(request, publicKey, signer.publicKey)),
	);
	const signature = sign('sha256', toBeSigned, signer.privateKey);
	const certificate = sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature));
	return {
		commonName: request.commonName,
		certificatePem: pem('CERTIFICATE', certificate),
		keyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		fingerprint: fingerprintOf(certificate),
		privateKey,
		publicKey,
	};
}

function extensionsOf(request: CertificateRequest, own: KeyObject, signers: KeyObject): Buffer {
	const purpose = request.purpose ?? 'server';
	const extensions = [
		extension(EXTENSION.subjectKeyId, octetString(keyId(own))),
		extension(EXTENSION.authorityKeyId, sequence(context(0, keyId(signers), 'primitive'))),
	];
	if (purpose === 'authority') {
		extensions.push(
			extension(EXTENSION.basicConstraints, sequence(boolean(true)), 'critical'),
			// keyCertSign and cRLSign; the first byte counts the unused bits.
			extension(EXTENSION.keyUsage, bitString(Buffer.from([0x06]), 1), 'critical'),
		);
		return sequence(...extensions);
	}
	const use = purpose === 'server' ? SERVER_AUTHENTICATION : CLIENT_AUTHENTICATION;
	extensions.push(
		extension(EXTENSION.basicConstraints, sequence(), 'critical'),
		extension(EXTENSION.keyUsage, bitString(Buffer.from([0x80]), 7), 'critical'),
		extension(EXTENSION.extendedKeyUsage, sequence(objectId(use))),
	);
	const names = request.names ?? ['localhost', '127.0.0.1', '::1'];
	if (names.length > 0) {
		extensions.push(extension(EXTENSION.subjectNames, sequence(...names.map(alternativeName))));
	}
	return sequence(...extensions);
}

const nameOf = (commonName: string): Buffer =>
	sequence(set(sequence(objectId('2.5.4.3'), utf8String(commonName))));

function alternativeName(name: string): Buffer {
	const address = addressBytes(name);
	return address === undefined
		? context(2, Buffer.from(name, 'latin1'), 'primitive')
		: context(7, address, 'primitive');
}

const extension = (id: string, value: Buffer, critical?: 'critical'): Buffer =>
	sequence(objectId(id), ...(critical ? [boolean(true)] : []), octetString(value));

const subjectPublicKey = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });

const keyId = (key: KeyObject): Buffer => createHash('sha1').update(subjectPublicKey(key)).digest();

function fingerprintOf(certificate: Buffer): string {
	const hex = createHash('sha256').update(certificate).digest('hex').toUpperCase();
	return (hex.match(/../g) ?? []).join(':');
}
