import type { ICredentialTestFunctions } from 'n8n-workflow';
import { credentialTests } from '../../nodes/shared/credentialTest';
import { incus } from '../../nodes/shared/systems/incus';
import type { SnapshotDriver } from '../../snapshots/driver';
import { newCertificate } from '../support/certificate';
import { systemClock } from '../support/systemClock';
import { IncusSimulator, type Flavour } from '../simulators/incus';
import { credentialTestHelpers, nodeHelpers } from './support/n8nHttp';

const certificate = newCertificate({ commonName: 'incus.simulator' });
const identity = newCertificate({ commonName: 'n8n', purpose: 'client' });
const stranger = newCertificate({ commonName: 'stranger', purpose: 'client' });
const { signal } = new AbortController();

let simulator: IncusSimulator;
let driver: SnapshotDriver | undefined;
const start = async (flavour: Flavour) => {
	simulator = await IncusSimulator.start({ certificate, identity, flavour });
	simulator.addInstance({ name: 'web-01', type: 'container' });
};
afterEach(async () => {
	await driver?.close();
	driver = undefined;
	await simulator.close();
});

/** As n8n stores it. */
const credential = (change: Record<string, unknown> = {}) => ({
	url: simulator.url,
	authentication: 'certificate',
	clientCertificate: identity.certificatePem,
	clientPrivateKey: identity.keyPem,
	clientKeyPassphrase: '',
	token: '',
	project: '',
	serverCheck: 'fingerprint',
	serverCertificate: '',
	serverFingerprint: simulator.certificate.fingerprint,
	...change,
});

const transports = () => {
	const neverSsh = async (): Promise<never> => {
		throw new Error('Incus is not reached by SSH');
	};
	return { ...nodeHelpers(), getSSHClient: neverSsh, updateLastUsed: () => undefined };
};

describe.each<[Flavour, Record<string, unknown>]>([
	['incus', {}],
	['incus', { authentication: 'signedToken' }],
	['lxd', { serverCheck: 'nothing' }],
])('%s by n8n’s own helper, with %j', (flavour, change) => {
	beforeEach(async () => await start(flavour));

	it('goes through the life of a snapshot', async () => {
		driver = await incus.open(transports(), credential(change), systemClock, signal);
		const ref = { level: 'vm', id: 'default/web-01', name: 'web-01' } as const;
		const target = await driver.readTarget(ref, signal);
		const request = { name: 'nightly-1', description: '', memory: false, quiesce: false };
		const made = await driver.createSnapshot(target, request, signal);
		const order = { name: 'copy-01', connectNetwork: false, powerOn: true };
		const copy = await driver.restoreAsNew(target, made, order, signal);
		expect(copy.powerState).toBe('running');
		expect(simulator.network('copy-01').connected).toBe(false);
		await driver.revertToSnapshot(target, made, { power: 'running' }, signal);
		await driver.deleteSnapshot(target, made, signal);
		expect(await driver.listSnapshots(target, signal)).toEqual([]);
	});
});

describe('the test button of the Incus and LXD credential', () => {
	beforeEach(async () => await start('incus'));

	const press = async (change: Record<string, unknown> = {}) => {
		const context = { helpers: credentialTestHelpers() } as unknown as ICredentialTestFunctions;
		const data = credential(change);
		const given = { id: '1', name: 'Lab', type: 'incusApi', data } as never;
		return await credentialTests.incusApiTest?.call(context, given);
	};

	it('tells who answered, by either proof of the certificate', async () => {
		for (const authentication of ['certificate', 'signedToken']) {
			const answer = await press({ authentication });
			expect(answer?.status).toBe('OK');
			expect(answer?.message).toMatch(/answered: Incus \d/);
		}
	});

	it('says how a certificate that is not trusted is added, by its fingerprint', async () => {
		const answer = await press({
			clientCertificate: stranger.certificatePem,
			clientPrivateKey: stranger.keyPem,
		});
		expect(answer?.status).toBe('Error');
		expect(answer?.message).toContain('incus config trust add-certificate n8n.crt');
		expect(answer?.message).toContain(stranger.fingerprint.replaceAll(':', '').toLowerCase());
	});

	it('says that the project is not there', async () => {
		const answer = await press({ project: 'nowhere' });
		expect(answer?.status).toBe('Error');
		expect(answer?.message).toContain('nowhere');
	});

	it('takes an encrypted key with its passphrase', async () => {
		const cipher = { cipher: 'aes-256-cbc', passphrase: 'p4ss' };
		const key = identity.privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher });
		const clientPrivateKey = key.toString();
		const right = await press({ clientPrivateKey, clientKeyPassphrase: 'p4ss' });
		expect(right?.status).toBe('OK');
		const wrong = await press({ clientPrivateKey, clientKeyPassphrase: 'not-it' });
		expect(wrong?.status).toBe('Error');
		expect(wrong?.message).not.toContain('not-it');
	});

	it.each([
		[{ clientPrivateKey: stranger.keyPem }, /Client Key does not belong to Client Certificate/],
		[{ clientCertificate: 'hello' }, /Client Certificate in the credential can’t be read/],
		[{ clientPrivateKey: '' }, /Client Key must not be empty/],
		[{ authentication: 'token', token: '' }, /Token must not be empty/],
		[{ authentication: 'token', token: 'nobody-made-it' }, /token issue/],
		[{ serverCheck: 'publicAuthority' }, /nobody that is trusted/],
		[{ serverFingerprint: 'AB:'.repeat(31) + 'AB' }, /is not the expected one/],
		[{ url: 'http://incus.example:8443' }, /https/],
	])('with %j says what is wrong and what to do next', async (change, said) => {
		const answer = await press(change);
		expect(answer?.status).toBe('Error');
		expect(answer?.message).toMatch(said);
		expect(answer?.message).not.toContain('nobody-made-it');
	});
});
