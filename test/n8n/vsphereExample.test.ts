import type { IConnections, INode } from 'n8n-workflow';
import example from '../../examples/11-vsphere-patch-with-rollback.json';
import type { System } from '../../nodes/shared/systems/system';
import { newCertificate } from '../support/certificate';
import { VsphereSimulator } from '../simulators/vsphere';
import { runWorkflow } from './support/engine';

let mockStored: unknown;

/** The engine’s own store of credentials knows one only; the login goes round it. */
jest.mock('../../nodes/shared/systems', () => {
	const { vsphere } = jest.requireActual<{ vsphere: System }>('../../nodes/shared/systems/vsphere');
	const open: System['open'] = async (transports, _stored, clock, signal) =>
		await vsphere.open(transports, mockStored, clock, signal);
	return { SYSTEMS: [{ ...vsphere, open }] };
});

const credentials = { vsphereApi: { id: '1', name: 'Lab' } };
const nodes = example.nodes as unknown as readonly INode[];

function named(name: string): INode {
	const found = nodes.find((node) => node.name === name);
	if (found === undefined) throw new Error(`The example has no node ${name}`);
	return { ...found, credentials };
}

const link = (node: string) => ({ main: [[{ node, type: 'main' as const, index: 0 }]] });

/** The example with the steps of the people themselves left out: what comes before them, and one of the two ends. */
async function run(end: 'Delete Snapshot' | 'Revert Snapshot') {
	const start = { ...named('When Clicking Execute Workflow'), type: 'test.start' };
	const connections = {
		[start.name]: link('Create Snapshot'),
		'Create Snapshot': link(end),
	} as IConnections;
	return await runWorkflow([start, named('Create Snapshot'), named(end)], connections, [
		{ json: {} },
	]);
}

const certificate = newCertificate({ commonName: 'vsphere.simulator' });
let simulator: VsphereSimulator;
let vm: string;

beforeEach(async () => {
	simulator = await VsphereSimulator.start({ certificate });
	vm = simulator.addVm({ name: 'web-01' });
	mockStored = {
		url: `${simulator.url}/ui/`,
		...simulator.credentials,
		serverCheck: 'ownAuthority',
		serverCertificate: simulator.certificatePem,
	};
});

afterEach(async () => {
	expect(simulator.openSessions).toBe(0);
	await simulator.close();
});

describe('patch with rollback on vSphere', () => {
	it('goes back to the snapshot, and leaves the VM running', async () => {
		simulator.write(vm, 'before the patch');
		simulator.fault('RevertToSnapshot_Task', {
			kind: 'meanwhile',
			happens: () => simulator.write(vm, 'broken by the patch'),
		});
		expect((await run('Revert Snapshot')).status).toBe('success');
		expect(simulator.read(vm)).toBe('before the patch');
		expect(simulator.powerOf(vm)).toBe('poweredOn');
		expect(simulator.snapshotsOf(vm)).toMatchObject([
			{ quiesced: true },
			{ name: expect.stringContaining('Before-Revert') },
		]);
	});

	it('deletes the snapshot, and consolidates what an earlier one left', async () => {
		simulator.needConsolidation(vm);
		expect((await run('Delete Snapshot')).status).toBe('success');
		expect(simulator.snapshotsOf(vm)).toEqual([]);
		expect(simulator.consolidationNeeded(vm)).toBe(false);
		expect(simulator.calls('CreateSnapshotEx_Task')).toBe(1);
	});
});
