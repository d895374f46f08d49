import type { ICredentialTestFunctions } from 'n8n-workflow';
import { credentialTests } from '../../nodes/shared/credentialTest';
import { proxmox } from '../../nodes/shared/systems/proxmox';
import type { SnapshotDriver } from '../../snapshots/driver';
import { newCertificate } from '../support/certificate';
import { systemClock } from '../support/systemClock';
import { rejectionOf } from '../support/thrownBy';
import { ProxmoxSimulator, type Generation } from '../simulators/proxmox';
import { credentialTestHelpers, nodeHelpers } from './support/n8nHttp';

const certificate = newCertificate({ commonName: 'proxmox.simulator' });
const { signal } = new AbortController();

let simulator: ProxmoxSimulator;
let driver: SnapshotDriver | undefined;
const start = async (generation: Generation) => {
	simulator = await ProxmoxSimulator.start({ certificate, generation });
	simulator.addGuest({ name: 'web-01', agent: 'running' });
};
afterEach(async () => {
	await driver?.close();
	driver = undefined;
	await simulator.close();
});

/** As n8n stores it. */
const credential = (change: Record<string, unknown> = {}) => {
	const { tokenId, tokenSecret } = simulator.credentials;
	const server = { serverCheck: 'ownAuthority', serverCertificate: simulator.certificatePem };
	const login = { authentication: 'apiToken', apiId: tokenId, tokenSecret };
	return { url: simulator.url, ...login, ...server, ...change };
};

const transports = () => {
	const neverSsh = async (): Promise<never> => {
		throw new Error('Proxmox VE is not reached by SSH');
	};
	return { ...nodeHelpers(), getSSHClient: neverSsh, updateLastUsed: () => undefined };
};

describe.each(['current', 'older'] as const)(
	'Proxmox VE (%s) by n8n’s own helper',
	(generation) => {
		beforeEach(async () => await start(generation));

		it.each(['token', 'password'] as const)(
			'goes through the life of a snapshot with a %s, no DELETE having a body',
			async (by) => {
				const { username, password } = simulator.credentials;
				const change = by === 'token' ? {} : { authentication: 'password', username, password };
				driver = await proxmox.open(transports(), credential(change), systemClock, signal);
				const ref = { level: 'vm', id: '100', name: 'web-01' } as const;
				const target = await driver.readTarget(ref, signal);
				const request = { name: 'nightly-1', description: 'ü', memory: false, quiesce: true };
				const made = await driver.createSnapshot(target, request, signal);
				expect(made).toMatchObject({ description: 'ü', consistency: 'quiesced' });
				const order = { name: 'copy-01', connectNetwork: false, powerOn: true };
				const copy = await driver.restoreAsNew(target, made, order, signal);
				expect(copy.powerState).toBe('running');
				expect(simulator.network(Number(copy.id)).connected).toBe(false);
				await driver.revertToSnapshot(target, made, { power: 'running' }, signal);
				await driver.deleteSnapshot(target, made, signal);
				expect(await driver.listSnapshots(target, signal)).toEqual([]);
			},
		);

		it('tells what went wrong, in the body or in the first line of the answer', async () => {
			driver = await proxmox.open(transports(), credential(), systemClock, signal);
			const ref = { level: 'vm', id: '100', name: 'web-01' } as const;
			const target = await driver.readTarget(ref, signal);
			const request = { name: 'nightly-1', description: '', memory: false, quiesce: false };
			const made = await driver.createSnapshot(target, request, signal);
			simulator.lock(100, 'backup');
			const change = driver.updateSnapshot?.(target, made, { description: 'x' }, signal);
			const error = await rejectionOf(change ?? Promise.resolve());
			expect(error).toMatchObject({ code: 'BUSY', message: expect.stringContaining('backup') });
		});
	},
);

describe('the test button of the Proxmox VE credential', () => {
	beforeEach(async () => await start('current'));

	const press = async (change: Record<string, unknown> = {}) => {
		const context = { helpers: credentialTestHelpers() } as unknown as ICredentialTestFunctions;
		const data = credential(change);
		const given = { id: '1', name: 'Lab', type: 'proxmoxApi', data } as never;
		return await credentialTests.proxmoxApiTest?.call(context, given);
	};

	it('tells who answered', async () => {
		const message = `127.0.0.1:${simulator.port} answered: Proxmox VE 9.0.3`;
		expect(await press()).toEqual({ status: 'OK', message });
	});

	it('says that a token without rights of its own will see nothing', async () => {
		simulator.addToken({ id: 'root@pam!bare', secret: 'bare-secret', privilegeSeparated: true });
		const answer = await press({ apiId: 'root@pam!bare', tokenSecret: 'bare-secret' });
		expect(answer?.status).toBe('Error');
		expect(answer?.message).toMatch(/may see no VM.*privilege separation/);
	});

	it.each([
		[{ tokenSecret: 'wrong' }, /refused the login/],
		[{ apiId: 'nightly' }, /not like n8n@pve!nightly/],
		[{ apiId: '' }, /Token ID must not be empty/],
		[{ serverCheck: 'publicAuthority' }, /nobody that is trusted/],
		[{ url: 'http://pve.example:8006' }, /https/],
	])('with %j says what is wrong and what to do next', async (change, said) => {
		const answer = await press(change);
		expect(answer?.status).toBe('Error');
		expect(answer?.message).toMatch(said);
	});
});
