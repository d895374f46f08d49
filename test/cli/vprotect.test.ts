import { newCertificate } from '../support/certificate';
import { VprotectSimulator } from '../simulators/vprotect';
import { CliBench } from './support/bench';

const certificate = newCertificate({ commonName: 'vprotect.simulator' });

it('reaches vProtect by its fields in the connections file, and tells a login that is refused', async () => {
	const bench = await CliBench.start();
	const simulator = await VprotectSimulator.start({ certificate });
	try {
		const { username, password } = simulator.credentials;
		const login = { url: simulator.url, username, serverCertificate: simulator.certificatePem };
		await bench.connect({
			right: { system: 'vprotect', ...login, password },
			wrong: { system: 'vprotect', ...login, password: 'x' },
		});
		expect((await bench.run(['list', '--all', '-c', 'right'])).exitCode).toBe(0);
		const refused = await bench.run(['list', '-c', 'wrong']);
		expect(refused.exitCode).toBe(1);
		expect(refused.stderr).toContain('[AUTH]');
	} finally {
		await simulator.close();
		await bench.close();
	}
});
