import { createHash } from 'node:crypto';
import type { Clock } from '../../snapshots/clock';
import { SnapshotError } from '../../snapshots/errors';
import { address, type SshServer } from './sshErrors';

export interface HostKey {
	readonly type: string;
	getPublicSSH(): Buffer;
}

/** Emits `hostkeys` once, right after login, with those keys whose possession the server has proved. */
export interface HostKeyAnnouncer {
	on(event: 'hostkeys', listener: (keys: readonly HostKey[]) => void): unknown;
}

export interface ProvenKey {
	readonly type: string;
	readonly fingerprint: string;
}

/**
 * OpenSSH announces its host keys right after login (6.8 and later), and ssh2 has each prove possession by
 * signing this very session's id: a man in the middle has another session id on either side, so he can't
 * pass the real server's proof on.
 */
const ANNOUNCEMENT_LIMIT_MS = 5_000;

// A pooled connection announces once but is verified at every use, so what it proved is kept with it.
const announcements = new WeakMap<HostKeyAnnouncer, Promise<readonly ProvenKey[]>>();

/** The keys that the server behind this connection has proved, or none when it doesn't within the limit. */
export async function provenHostKeys(
	client: HostKeyAnnouncer,
	clock: Clock,
	signal: AbortSignal,
): Promise<readonly ProvenKey[]> {
	let announced = announcements.get(client);
	if (announced === undefined) {
		announced = new Promise((resolve) => {
			client.on('hostkeys', (keys) => resolve(keys.map(provenKey)));
		});
		announcements.set(client, announced);
	}
	const waiting = new AbortController();
	const limit = clock
		.sleep(ANNOUNCEMENT_LIMIT_MS, AbortSignal.any([signal, waiting.signal]))
		.then(() => []);
	try {
		return await Promise.race([announced, limit]);
	} finally {
		limit.catch(() => []); // the sleep's own end is of no interest any more
		waiting.abort();
	}
}

/** Throws `TLS` unless one of the proven keys has one of the fingerprints that the credential expects. */
export function assertHostKey(
	proven: readonly ProvenKey[],
	expected: string | undefined,
	server: SshServer,
): void {
	const wanted = parseFingerprints(expected ?? '');
	if (wanted.length > 0 && proven.some(({ fingerprint }) => wanted.includes(fingerprint))) return;
	throw new SnapshotError('TLS', ...refusal(proven, wanted, server));
}

function refusal(
	proven: readonly ProvenKey[],
	wanted: readonly string[],
	server: SshServer,
): [string, { system: string; advice: string }] {
	const { system } = server;
	const offered = proven.map(({ type, fingerprint }) => `${fingerprint} (${type})`).join(', ');
	if (proven.length === 0) {
		const message = `${address(server)} did not prove its host key, so no command was sent to it`;
		const advice =
			'Another machine may be answering in its place. If not, the host needs OpenSSH 6.8 or later, with no other SSH server in between.';
		return [message, { system, advice }];
	}
	if (wanted.length === 0) {
		const message = `No host key fingerprint is set for ${address(server)}, which proved ${offered}`;
		return [message, { system, advice: HOW_TO_SET }];
	}
	const message =
		`The host key of ${address(server)} is not the expected one: ` +
		`it proved ${offered}, the credential expects ${wanted.join(' or ')}`;
	const advice = `Another machine may be answering in its place. ${HOW_TO_VERIFY}`;
	return [message, { system, advice }];
}

const ON_THE_HOST = 'Run ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the host itself';
const HOW_TO_VERIFY = `${ON_THE_HOST} and compare it with Host Key Fingerprint in the credential.`;
const HOW_TO_SET = `${ON_THE_HOST}. When it tells the same, paste that into Host Key Fingerprint in the credential.`;

/** As `ssh-keygen -lf` prints them: several may be given, with or without `SHA256:` and padding. */
export function parseFingerprints(text: string): readonly string[] {
	return text
		.split(/[\s,]+/)
		.map((word) => word.replace(/^SHA256:/i, '').replace(/=+$/, ''))
		.filter((word) => word !== '')
		.map((word) => `SHA256:${word}`);
}

export function provenKey(key: HostKey): ProvenKey {
	const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64');
	return { type: key.type, fingerprint: `SHA256:${digest.replace(/=+$/, '')}` };
}
