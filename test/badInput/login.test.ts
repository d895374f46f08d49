import { generateKeyPairSync } from 'node:crypto';
import type { SimulatorOptions } from '../simulators/libvirt';
import { newKey } from '../support/sshHostKeys';
import { manualClock } from '../support/clock';
import { BadInputBench, passingTime, type CredentialChange, type Shown } from './bench';

const bench = new BadInputBench();
afterEach(async () => await bench.cleanUp());

const password = {
	authentication: 'password',
	acceptLateHostCheck: true,
	password: 'not-the-password-of-the-host',
};

/** PEM, as `openssl genrsa -aes256` writes it. */
const lockedKey = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'pem' },
	privateKeyEncoding: {
		type: 'pkcs1',
		format: 'pem',
		cipher: 'aes-256-cbc',
		passphrase: 'the-right-passphrase',
	},
}).privateKey;

const ANOTHER_FINGERPRINT = 'SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDv7Kf9Cqs+PGdiAQs';

const REFUSED =
	'Check the user name and the key or password. For a key: its public half must be in that user’s authorized_keys on the host.';

const CASES: ReadonlyArray<readonly [string, CredentialChange, Shown]> = [
	[
		'a wrong password',
		password,
		{ code: 'AUTH', message: '127.0.0.1 refused the login of admin', description: REFUSED },
	],
	[
		'a wrong key',
		{ privateKey: newKey().private },
		{ code: 'AUTH', message: '127.0.0.1 refused the login of admin', description: REFUSED },
	],
	[
		'an unknown user',
		{ username: 'nobody' },
		{ code: 'AUTH', message: '127.0.0.1 refused the login of nobody', description: REFUSED },
	],
	[
		'a wrong passphrase',
		{ privateKey: lockedKey, passphrase: 'not-the-passphrase' },
		{
			code: 'INVALID_INPUT',
			message:
				'The private key for admin at 127.0.0.1 is encrypted, and its passphrase is missing or wrong',
			description: 'Enter the key’s passphrase in the credential, or use a key without one.',
		},
	],
	[
		'the public half in the place of the private key',
		{ privateKey: newKey().public },
		{
			code: 'INVALID_INPUT',
			message: 'The private key for admin at 127.0.0.1 can’t be read',
			description:
				'Paste the whole private key, from its BEGIN line to its END line with all line breaks, not the .pub file.',
		},
	],
	[
		'a password that nobody agreed to send early',
		{ ...password, acceptLateHostCheck: false },
		{
			code: 'INVALID_INPUT',
			message: 'The password would be sent before 127.0.0.1 is checked',
			description:
				'Use a private key, or turn on Send the Password Before the Host Is Checked in the credential. Nothing was sent.',
		},
	],
	[
		'a changed host key',
		{ hostFingerprint: ANOTHER_FINGERPRINT },
		{
			code: 'TLS',
			message: `The host key of HOST is not the expected one: it proved KEY (ssh-ed25519), the credential expects ${ANOTHER_FINGERPRINT}`,
			description:
				'Another machine may be answering in its place. Run ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the host itself and compare it with Host Key Fingerprint in the credential.',
		},
	],
	[
		'a host key that is not configured',
		{ hostFingerprint: '' },
		{
			code: 'TLS',
			message: 'No host key fingerprint is set for HOST, which proved KEY (ssh-ed25519)',
			description:
				'Run ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub on the host itself. When it tells the same, paste that into Host Key Fingerprint in the credential.',
		},
	],
];

describe('logging in tells what is wrong, of which host, and what to do next, for', () => {
	it.each(CASES)('%s', async (_what, change, { code, message, description }) => {
		const simulator = await bench.host();
		const filledIn = message
			.replace('HOST', `127.0.0.1:${simulator.port}`)
			.replace('KEY', simulator.hostKeyFingerprint);
		expect(await bench.shown(bench.login(simulator, change))).toEqual({
			code,
			message: filledIn,
			description,
		});
		expect(simulator.requests.filter(({ name }) => name !== 'login')).toEqual([]);
	});

	it('a host where nothing listens', async () => {
		const simulator = await bench.host();
		await simulator.close();
		expect(await bench.shown(bench.login(simulator))).toEqual({
			code: 'UNREACHABLE',
			message: `Nothing accepts SSH connections at 127.0.0.1:${simulator.port}`,
			description:
				'Check the address and port in the credential, and that n8n may reach that network.',
		});
	});

	it.each<[string, SimulatorOptions]>([
		['a server that proves no key', { hostKeyAnnouncement: 'silent' }],
		['a server that proves another key', { hostKeyAnnouncement: 'falseProof' }],
	])('%s', async (_what, options) => {
		const clock = manualClock();
		const simulator = await bench.host(options);
		const opening = bench.login(simulator, {}, clock);
		expect(await bench.shown(passingTime(clock, 1, opening))).toEqual({
			code: 'TLS',
			message: `127.0.0.1:${simulator.port} did not prove its host key, so no command was sent to it`,
			description:
				'Another machine may be answering in its place. If not, the host needs OpenSSH 6.8 or later, with no other SSH server in between.',
		});
		expect(simulator.requests.filter(({ name }) => name !== 'login')).toEqual([]);
	});
});

const NO_WAY = {
	forwarding: 'forbidden',
	shell: { missingPrograms: ['nc', 'virt-ssh-helper'] },
} as const;

describe('reaching libvirt tells what is wrong, at which host, and what to do next, for', () => {
	it.each<[string, SimulatorOptions, Shown]>([
		[
			'a user whom polkit denies',
			{ polkit: 'deny' },
			{
				code: 'FORBIDDEN',
				message: 'Could not list the VMs of HOST: authentication failed: access denied by policy',
				description:
					'libvirt wants a login of its own at this socket. Put the SSH user into the group libvirt on the host, or let polkit allow it.',
			},
		],
		[
			'a server that lets nobody through to the socket',
			NO_WAY,
			{
				code: 'UNREACHABLE',
				message:
					'Could not list the VMs of HOST: libvirt’s socket can’t be reached over SSH: bash: line 1: nc: command not found',
				description:
					'Allow AllowStreamLocalForwarding in the host’s sshd_config, or install virt-ssh-helper or netcat (with -U) there.',
			},
		],
		[
			'a host without libvirt',
			{ ...NO_WAY, socketName: 'elsewhere' },
			{
				code: 'UNREACHABLE',
				message:
					'Could not list the VMs of HOST: No libvirt runs there (looked at /var/run/libvirt/libvirt-sock, /var/run/libvirt/virtqemud-sock)',
				description:
					'Start libvirtd or virtqemud on the host, or set Socket Path in the credential.',
			},
		],
	])('%s', async (_what, options, { message, ...rest }) => {
		const { simulator, vm } = await bench.given({ vms: [{ name: 'web-01' }], ...options });
		const filledIn = message.replace('HOST', `127.0.0.1:${simulator.port}`);
		expect(await bench.shown(vm('web-01'))).toEqual({ ...rest, message: filledIn });
	});

	it('something else that answers in libvirt’s place', async () => {
		const { simulator, vm } = await bench.given({ vms: [{ name: 'web-01' }] });
		simulator.fault('authList', { kind: 'garbage' });
		expect(await bench.shown(vm('web-01'))).toEqual({
			code: 'INVALID_RESPONSE',
			message: `Could not list the VMs of 127.0.0.1:${simulator.port}: libvirt’s answer was not understood (Something other than libvirt answered)`,
			description: 'The answer was not understood. Check the system’s version and report it.',
		});
	});
});
