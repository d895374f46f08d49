import { SnapshotError } from '../../../snapshots/errors';
import { translateSshError } from '../../../drivers/transports/sshErrors';

const server = { system: 'libvirt', host: 'kvm1.example', port: 22, username: 'ops' };
const nodeError = (code: string, text: string): Error => Object.assign(new Error(text), { code });

const CASES: ReadonlyArray<readonly [string, Error, string, string]> = [
	[
		'a refused key',
		new Error('All configured authentication methods failed'),
		'AUTH',
		'kvm1.example refused the login of ops',
	],
	[
		'a closed port',
		nodeError('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:22'),
		'UNREACHABLE',
		'Nothing accepts SSH connections at kvm1.example:22',
	],
	[
		'an unknown host',
		nodeError('ENOTFOUND', 'getaddrinfo ENOTFOUND kvm1.example'),
		'UNREACHABLE',
		'The host name kvm1.example can’t be resolved',
	],
	[
		'a silent host',
		nodeError('ETIMEDOUT', 'connect ETIMEDOUT'),
		'UNREACHABLE',
		'kvm1.example:22 does not answer',
	],
	[
		'a stuck handshake',
		new Error('Timed out while waiting for handshake'),
		'UNREACHABLE',
		'kvm1.example:22 does not answer',
	],
	[
		'a broken connection',
		nodeError('ECONNRESET', 'read ECONNRESET'),
		'UNREACHABLE',
		'The SSH connection to kvm1.example:22 broke',
	],
	[
		'a connection that was ended',
		new Error('Not connected'),
		'UNREACHABLE',
		'The SSH connection to kvm1.example:22 broke',
	],
	[
		'no common algorithm',
		new Error('Handshake failed: no matching key exchange algorithm'),
		'UNREACHABLE',
		'kvm1.example:22 did not agree on an SSH session',
	],
	[
		'a garbled key',
		new Error('Cannot parse privateKey: Unsupported key format'),
		'INVALID_INPUT',
		'The private key for ops at kvm1.example can’t be read',
	],
	[
		'a locked key',
		new Error(
			'Cannot parse privateKey: Encrypted private OpenSSH key detected, but no passphrase given',
		),
		'INVALID_INPUT',
		'The private key for ops at kvm1.example is encrypted, and its passphrase is missing or wrong',
	],
	[
		'a wrong passphrase',
		new Error('Cannot parse privateKey: OpenSSH key integrity check failed -- bad passphrase?'),
		'INVALID_INPUT',
		'The private key for ops at kvm1.example is encrypted, and its passphrase is missing or wrong',
	],
	[
		'something new',
		new Error('wat'),
		'UNREACHABLE',
		'The SSH connection to kvm1.example:22 failed',
	],
];

describe('an SSH failure', () => {
	it.each(CASES)('tells %s in our words', (_what, error, code, message) => {
		expect(translateSshError(error, server)).toMatchObject({ code, message, cause: error });
	});

	it.each(CASES)('keeps words that n8n replaces out of the message for %s', (_what, error) => {
		const { message, advice } = translateSshError(error, server);
		expect(`${message} ${advice}`).not.toMatch(/E(CONN|NOTFOUND|TIMEDOUT|NOENT|ACCES|EXIST|PERM)/i);
	});

	it('passes our own unchanged', () => {
		const ours = new SnapshotError('TLS', 'other key', { system: 'libvirt' });
		expect(translateSshError(ours, server)).toBe(ours);
	});

	it('brackets an IPv6 address', () => {
		const { message } = translateSshError(new Error('Not connected'), { ...server, host: '::1' });
		expect(message).toContain('[::1]:22');
	});
});
