import type { IConnections, INode } from 'n8n-workflow';
import example from '../../examples/12-incus-copy-from-last-night.json';
import type { System } from '../../nodes/shared/systems/system';
import { createSnapshot } from '../../snapshots/operations/create/createSnapshot';
import { DEFAULT_PATIENCE } from '../../snapshots/connection';
import { closeBenches, client, incusBench } from '../drivers/incus/bench';
import { runWorkflow } from './support/engine';

let mockStored: unknown;

/** The engine’s own store of credentials knows one only; the login goes round it. */
jest.mock('../../nodes/shared/systems', () => {
	const { incus } = jest.requireActual<{ incus: System }>('../../nodes/shared/systems/incus');
	const open: System['open'] = async (transports, _stored, clock, signal) =>
		await incus.open(transports, mockStored, clock, signal);
	return { SYSTEMS: [{ ...incus, open }] };
});

afterEach(closeBenches);

const OWN = 'n8n-nodes-vm-snapshots.';

it('the copy of a container holds what it held last night, stopped and unplugged', async () => {
	const { simulator, on, find } = await incusBench();
	mockStored = {
		url: simulator.url,
		authentication: 'certificate',
		clientCertificate: client.certificatePem,
		clientPrivateKey: client.keyPem,
		serverCheck: 'ownAuthority',
		serverCertificate: simulator.certificatePem,
	};
	simulator.addInstance({ name: 'web-01', type: 'container' });
	simulator.addVolume({ name: 'data', attachedTo: ['web-01'] });
	const target = await find('default/web-01');
	for (const [night, disk] of [
		['2026-11-20T01:00:00.000Z', 'the night before'],
		['2026-11-21T01:00:00.000Z', 'last night'],
	] as const) {
		simulator.write('web-01', disk);
		await createSnapshot(on, target, {
			identity: { profile: 'Nightly', period: 'Daily', scheduledAt: new Date(night) },
			memory: false,
			quiesce: 'off',
			patience: DEFAULT_PATIENCE,
		});
		await on.clock.sleep(5000, on.signal);
	}
	simulator.write('web-01', 'this morning');

	const nodes = (example.nodes as unknown as INode[])
		.filter(({ type }) => !type.endsWith('stickyNote'))
		.map((node) => (node.type.endsWith('manualTrigger') ? { ...node, type: 'test.start' } : node))
		.map((node) =>
			node.type.startsWith(OWN)
				? { ...node, credentials: { incusApi: { id: '1', name: 'L' } } }
				: node,
		)
		.filter(({ type }) => type !== 'n8n-nodes-base.set');
	const connections = Object.fromEntries(
		Object.entries(example.connections).filter(([from]) => from !== 'Restore as New VM'),
	);
	const run = await runWorkflow(nodes, connections as unknown as IConnections, [{ json: {} }]);
	expect(run.status).toBe('success');

	const [copy, ...others] = simulator.world.instances.filter(({ name }) => name !== 'web-01');
	expect(others).toEqual([]);
	expect(copy).toMatchObject({ type: 'container', status: 'Stopped', disk: 'last night' });
	expect(copy?.name).toMatch(/^web-01-\d{8}-\d{6}$/);
	expect(copy?.settings.devices.data).toEqual({ type: 'none' });
	expect(simulator.network(copy?.name ?? '').connected).toBe(false);
	expect(simulator.read('web-01')).toBe('this morning');
});
