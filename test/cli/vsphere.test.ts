import { newCertificate } from '../support/certificate';
import { VsphereSimulator } from '../simulators/vsphere';
import { CliBench } from './support/bench';

const certificate = newCertificate({ commonName: 'vsphere.simulator' });

it('reaches vSphere by its fields in the connections file, and tells a login that is refused', async () => {
	const bench = await CliBench.start();
	const simulator = await VsphereSimulator.start({ certificate });
	try {
		const { username, password } = simulator.credentials;
		const login = { url: simulator.url, username, serverCertificate: simulator.certificatePem };
		await bench.connect({
			right: { system: 'vsphere', ...login, password },
			wrong: { system: 'vsphere', ...login, password: 'x' },
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
