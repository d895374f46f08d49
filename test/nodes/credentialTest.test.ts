import type { ICredentialTestFunctions, SSHCredentials } from 'n8n-workflow';
import { Client } from 'ssh2';
import { credentialTests, testNameOf } from '../../nodes/shared/credentialTest';
import { SYSTEMS } from '../../nodes/shared/systems';
import { mendedPem } from '../../drivers/transports/pem';
import { startLibvirtSimulator, type LibvirtSimulator } from '../simulators/libvirt';

let simulator: LibvirtSimulator;
beforeAll(async () => {
	simulator = await startLibvirtSimulator({ hostname: 'kvm-01', libvirtVersion: '10.10.0' });
});

const clients: Client[] = [];
afterEach(() => clients.splice(0).forEach((client) => client.end()));
afterAll(async () => await simulator.close());

let attempts = 0;
beforeEach(() => {
	attempts = 0;
});

/** As n8n's own helper does: a client that is logged in, which n8n keeps in its pool. */
async function getSSHClient(credentials: SSHCredentials): Promise<Client> {
	attempts += 1;
	const client = new Client();
	clients.push(client);
	const secret =
		credentials.sshAuthenticateWith === 'password'
			? { password: credentials.sshPassword }
			: { privateKey: credentials.privateKey, passphrase: credentials.passphrase };
	return await new Promise((resolve, reject) => {
		client.once('error', reject);
		client.once('ready', () => resolve(client));
		const { sshHost: host, sshPort: port, sshUser: username } = credentials;
		client.connect({ host, port, username, ...secret });
	});
}

async function pressTest(change: Record<string, unknown> = {}) {
	const context = {
		helpers: { getSSHClient, updateLastUsed: () => undefined },
	} as unknown as ICredentialTestFunctions;
	const data = {
		host: simulator.address,
		port: simulator.port,
		username: simulator.username,
		authentication: 'privateKey',
		privateKey: simulator.clientPrivateKey,
		passphrase: '',
		password: '',
		hostFingerprint: simulator.hostKeyFingerprint,
		useSudo: false,
		socketPath: '',
		...change,
	};
	const credential = { id: '1', name: 'Lab', type: 'libvirtSshApi', data };
	const test = credentialTests[testNameOf(SYSTEMS[0])];
	return await test?.call(context, credential);
}

describe('the test button of the libvirt credential', () => {
	it('tells who answered', async () => {
		expect(await pressTest()).toEqual({
			status: 'OK',
			message: 'kvm-01 answered: libvirt 10.10.0',
		});
	});

	it('says what is wrong with the login and what to do next', async () => {
		const answer = await pressTest({ username: 'nobody' });

		expect(answer?.status).toBe('Error');
		expect(answer?.message).toContain('refused the login of nobody. Check the user name');
	});

	it('refuses another host key than the expected one', async () => {
		const answer = await pressTest({ hostFingerprint: `SHA256:${'A'.repeat(43)}` });

		expect(answer?.status).toBe('Error');
		expect(answer?.message).toContain('is not the expected one');
		expect(answer?.message).toContain('ssh-keygen -lf');
	});

	it('tells the host key that it met when none is expected yet', async () => {
		const answer = await pressTest({ hostFingerprint: '' });

		expect(answer?.message).toContain(simulator.hostKeyFingerprint);
	});

	it('sends no password before the person accepted that the host is checked later', async () => {
		const login = { authentication: 'password', password: simulator.password };
		const refused = await pressTest(login);

		expect(refused?.message).toContain('The password would be sent before 127.0.0.1 is checked');
		expect(attempts).toBe(0);
		expect((await pressTest({ ...login, acceptLateHostCheck: true }))?.status).toBe('OK');
	});

	it.each([
		['host', '', 'Host must not be empty'],
		['username', '', 'User Name must not be empty'],
		['port', 0, 'Port must be 1 or more'],
	])('refuses a %s that can’t be meant before it connects', async (field, value, message) => {
		expect((await pressTest({ [field]: value }))?.message).toContain(message);
		expect(attempts).toBe(0);
	});

	it('never shows a secret', async () => {
		const secret = 'correct horse battery staple';
		const answer = await pressTest({
			authentication: 'password',
			password: secret,
			acceptLateHostCheck: true,
		});

		expect(answer?.status).toBe('Error');
		expect(answer?.message).not.toContain(secret);
	});

	it('reads a key whose line breaks an input of one line turned into blanks', async () => {
		const privateKey = simulator.clientPrivateKey.replaceAll('\n', ' ');

		expect((await pressTest({ privateKey }))?.status).toBe('OK');
		expect(mendedPem('no key at all')).toBe('no key at all');
	});
});
