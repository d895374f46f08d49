import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode } from 'n8n-workflow';
import { runWorkflow } from './support/engine';
import { dueItem } from './support/dueItem';
import { newLab } from './support/memoryLab';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

interface Example {
	readonly name: string;
	readonly nodes: INode[];
	readonly connections: IConnections;
}

const folder = join(__dirname, '../../examples');
const read = (file: string): Example =>
	JSON.parse(readFileSync(join(folder, file), 'utf8')) as Example;

const OWN = 'n8n-nodes-vm-snapshots.';

it('the nightly profile takes a snapshot of each matching VM and prunes by its retention', async () => {
	const lab = newLab();
	const { nodes, connections } = read('01-nightly-profile.json');
	const credentials = { libvirtSshApi: { id: '1', name: 'Lab' } };
	const [trigger, ...others] = nodes.filter(({ type }) => type.startsWith(OWN));
	const start = { ...trigger, type: 'test.start', parameters: {} } as INode;
	const working = [start, ...others.map((node) => ({ ...node, credentials }))];

	for (const day of ['20', '21', '22']) {
		const due = dueItem(`2026-11-${day}T01:00:00.000Z`, { last: 2 });
		const run = await runWorkflow(working, connections, [due]);
		expect(run.status).toBe('success');
		await lab.clock.advance(1000);
	}

	for (const vm of ['id-web-01', 'id-web-02', 'id-db-01']) {
		expect(lab.system.snapshots(vm).map(({ name }) => name)).toEqual([
			expect.stringContaining('20261121T010000Z'),
			expect.stringContaining('20261122T010000Z'),
		]);
	}
});
