import type { Clock } from '../../../snapshots/clock';
import { newCertificate } from '../../support/certificate';
import { startLibvirtSimulator, type LibvirtSimulator } from '../../simulators/libvirt';
import { VergeosSimulator } from '../../simulators/vergeos';

export const libvirtWithVms = async (now?: () => Date): Promise<LibvirtSimulator> =>
	await startLibvirtSimulator({
		now,
		vms: [
			{ name: 'web-01', agent: 'alive', tags: ['prod', 'web'] },
			{ name: 'db-01', running: false, tags: ['prod'] },
			{ name: 'test-01', running: false },
		],
	});

/** As it stands in the connections file. */
export const libvirtConnection = (simulator: LibvirtSimulator) => ({
	system: 'libvirt',
	host: simulator.address,
	port: simulator.port,
	username: simulator.username,
	privateKey: simulator.clientPrivateKey,
	hostFingerprint: simulator.hostKeyFingerprint,
});

const certificate = newCertificate({ commonName: 'vergeos.simulator' });

export async function vergeosWithVms(clock?: Clock): Promise<VergeosSimulator> {
	const simulator = await VergeosSimulator.start({ certificate, clock });
	simulator.addVm({ name: 'web-01', agent: 'connected', tags: ['prod'] });
	simulator.addVm({ name: 'db-01', running: false });
	return simulator;
}

export const vergeosConnection = (simulator: VergeosSimulator) => ({
	system: 'vergeos',
	url: simulator.url,
	apiKey: simulator.credentials.apiKey,
	serverCertificate: simulator.certificatePem,
});
