import { ProxmoxSimulator } from '../simulators/proxmox';
import { newCertificate } from '../support/certificate';
import { CliBench } from './support/bench';

const certificate = newCertificate({ commonName: 'proxmox.simulator' });

let bench: CliBench;
let simulator: ProxmoxSimulator;

beforeEach(async () => {
	bench = await CliBench.start();
	simulator = await ProxmoxSimulator.start({ certificate });
	simulator.addGuest({ name: 'web-01', tags: ['prod'] });
	simulator.addGuest({ name: 'db-01', type: 'lxc', pool: 'databases' });
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

const server = () => ({
	system: 'proxmox',
	url: simulator.url,
	serverCertificate: simulator.certificatePem,
});

it('reaches Proxmox VE by token as by password, and tells a login that is refused', async () => {
	const { tokenId, tokenSecret, username, password } = simulator.credentials;
	await bench.connect({
		token: { ...server(), tokenId, tokenSecret },
		account: { ...server(), username, password },
		wrong: { ...server(), tokenId, tokenSecret: 'x' },
		both: { ...server(), tokenId, tokenSecret, username, password },
		half: { ...server(), tokenId },
		noRealm: { ...server(), username: 'root', password },
	});
	for (const connection of ['token', 'account']) {
		expect((await bench.run(['list', '--all', '-c', connection])).exitCode).toBe(0);
	}
	const refused = await bench.run(['list', '-c', 'wrong']);
	expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('[AUTH]') });
	for (const connection of ['both', 'half', 'noRealm']) {
		const meaningless = await bench.run(['list', '-c', connection]);
		expect(meaningless.stderr).toContain('[INVALID_INPUT]');
	}
});

it('filters by tag and by pool, and keeps what it makes by retention', async () => {
	const { tokenId, tokenSecret } = simulator.credentials;
	await bench.connect({ pve: { ...server(), tokenId, tokenSecret } });
	const names = async (tag: string) => {
		const made = await bench.run(['create', '--tag', tag, '--json']);
		expect(made.exitCode).toBe(0);
		return made.records.map(({ target }) => target);
	};
	expect(await names('prod')).toMatchObject([{ name: 'web-01' }]);
	expect(await names('pool:databases')).toMatchObject([{ name: 'db-01' }]);
	const [snapshot] = simulator.snapshotsOf(simulator.vmidOf('db-01'));
	expect(snapshot?.description).toContain('[vm-snapshots:1 ');
});
