import { createHash } from 'node:crypto';
import { utils, type Connection, type ParsedKey } from 'ssh2';
import { onGlobalRequest, sendGlobalRequest, sessionIdOf } from './sshInternals';

/**
 * What the server says about its host keys after login: `prove` as OpenSSH does, `silent` says nothing,
 * `falseProof` announces a key and signs with another, as a man in the middle would have to.
 */
export type HostKeyAnnouncement = 'prove' | 'silent' | 'falseProof';

const ANNOUNCE = 'hostkeys-00@openssh.com';
const PROVE = 'hostkeys-prove-00@openssh.com';

/** ssh2 1.15 writes about one ed25519 key in 200 so that it can't read it itself: those are made anew. */
export function newKey(): { private: string; public: string } {
	for (;;) {
		const pair = utils.generateKeyPairSync('ed25519');
		if (!(utils.parseKey(pair.private) instanceof Error)) return pair;
	}
}

export function parsePrivateKey(text: string): ParsedKey {
	const parsed = utils.parseKey(text);
	if (parsed instanceof Error) throw parsed;
	return parsed;
}

/** As `ssh-keygen -l` prints it: no padding. */
export const fingerprintOf = (key: ParsedKey): string =>
	`SHA256:${createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '')}`;

/** To be called when the client has logged in. */
export function announceHostKey(
	connection: Connection,
	key: ParsedKey,
	announcement: HostKeyAnnouncement,
): void {
	if (announcement === 'silent') return;
	const signer = announcement === 'prove' ? key : parsePrivateKey(newKey().private);
	onGlobalRequest(connection, PROVE, (asked) => {
		const blobs = readStrings(asked);
		return Buffer.concat(blobs.map((blob) => sshString(proofOf(connection, blob, key, signer))));
	});
	sendGlobalRequest(connection, ANNOUNCE, sshString(key.getPublicSSH()));
}

/** The proof binds the key to this very session: a man in the middle has another session id. */
function proofOf(connection: Connection, blob: Buffer, key: ParsedKey, signer: ParsedKey): Buffer {
	if (!blob.equals(key.getPublicSSH())) throw new Error('proof of a key that was not announced');
	const signed = signer.sign(
		Buffer.concat([
			sshString(Buffer.from(PROVE)),
			sshString(sessionIdOf(connection)),
			sshString(blob),
		]),
	);
	if (signed instanceof Error) throw signed;
	return Buffer.concat([sshString(Buffer.from(signer.type)), sshString(signed)]);
}

function sshString(bytes: Buffer): Buffer {
	const length = Buffer.alloc(4);
	length.writeUInt32BE(bytes.length);
	return Buffer.concat([length, bytes]);
}

function readStrings(bytes: Buffer): Buffer[] {
	const strings: Buffer[] = [];
	for (let at = 0; at + 4 <= bytes.length;) {
		const length = bytes.readUInt32BE(at);
		strings.push(bytes.subarray(at + 4, at + 4 + length));
		at += 4 + length;
	}
	return strings;
}
