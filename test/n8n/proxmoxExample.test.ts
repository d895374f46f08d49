import type { IConnections, INode } from 'n8n-workflow';
import example from '../../examples/10-proxmox-nightly-by-tag.json';
import type { System } from '../../nodes/shared/systems/system';
import { newCertificate } from '../support/certificate';
import { ProxmoxSimulator } from '../simulators/proxmox';
import { dueItem } from './support/dueItem';
import { runWorkflow } from './support/engine';

let mockStored: unknown;

/** The engine’s own store of credentials knows one only; the login goes round it. */
jest.mock('../../nodes/shared/systems', () => {
	const { proxmox } = jest.requireActual<{ proxmox: System }>('../../nodes/shared/systems/proxmox');
	const open: System['open'] = async (transports, _stored, clock, signal) =>
		await proxmox.open(transports, mockStored, clock, signal);
	return { SYSTEMS: [{ ...proxmox, open }] };
});

const OWN = 'n8n-nodes-vm-snapshots.';
const credentials = { proxmoxApi: { id: '1', name: 'Lab' } };

it('the nightly profile on Proxmox VE takes what bears the tag, VMs and containers, and prunes each', async () => {
	const certificate = newCertificate({ commonName: 'proxmox.simulator' });
	const simulator = await ProxmoxSimulator.start({ certificate });
	simulator.addGuest({ name: 'web-01', agent: 'running', tags: ['production'] });
	simulator.addGuest({ name: 'ct-01', type: 'lxc', tags: ['production', 'web'] });
	simulator.addGuest({ name: 'test-01', tags: ['test'] });
	const { tokenId, tokenSecret } = simulator.credentials;
	mockStored = {
		url: simulator.url,
		authentication: 'apiToken',
		apiId: tokenId,
		tokenSecret,
		serverCheck: 'ownAuthority',
		serverCertificate: simulator.certificatePem,
	};
	const [trigger, ...others] = (example.nodes as unknown as INode[]).filter(({ type }) =>
		type.startsWith(OWN),
	);
	const start = { ...trigger, type: 'test.start', parameters: {} } as INode;
	const working = [start, ...others.map((node) => ({ ...node, credentials }))];

	for (const day of ['20', '21', '22']) {
		const due = dueItem(`2026-11-${day}T01:00:00.000Z`, { last: 2 });
		const run = await runWorkflow(working, example.connections as IConnections, [due]);
		expect(run.status).toBe('success');
	}

	const namesOf = (name: string) =>
		simulator
			.snapshotsOf(simulator.vmidOf(name))
			.map((one) => one.name)
			.sort();
	for (const name of ['web-01', 'ct-01']) {
		expect(namesOf(name)).toEqual([
			expect.stringContaining('20261121T010000Z'),
			expect.stringContaining('20261122T010000Z'),
		]);
	}
	expect(namesOf('test-01')).toEqual([]);
	await simulator.close();
});
