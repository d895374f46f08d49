import type { IConnections, INode, ITriggerFunctions } from 'n8n-workflow';
import { readProfile } from '../../nodes/SnapshotScheduleTrigger/readProfile';
import { dueRecord } from '../../nodes/shared/readProfile';
import { dueItems } from '../../snapshots/schedule/due';
import example from '../../examples/04-gfs-profile.json';
import { runWorkflow } from './support/engine';
import { newLab } from './support/memoryLab';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

const HOUR_MS = 3_600_000;
const OWN = 'n8n-nodes-vm-snapshots.';

const [trigger, ...others] = (example.nodes as unknown as INode[]).filter(({ type }) =>
	type.startsWith(OWN),
);
const credentials = { libvirtSshApi: { id: '1', name: 'Lab' } };
const working = [
	{ ...trigger, type: 'test.start', parameters: {} } as INode,
	...others.map((node) => ({ ...node, credentials })),
];
const profile = readProfile({
	getNodeParameter: (name: string, fallback: unknown) => trigger?.parameters[name] ?? fallback,
	getTimezone: () => 'Europe/Berlin',
} as unknown as ITriggerFunctions);

it('keeps grandfathers, fathers and sons of each VM over four weeks, and one snapshot of each moment', async () => {
	const lab = newLab();
	const start = new Date('2026-11-22T10:00:00.000Z').getTime();
	for (let hour = 1; hour <= 28 * 24; hour++) {
		const now = start + hour * HOUR_MS;
		await lab.clock.advance(now - lab.clock.now().getTime());
		for (const due of dueItems(profile, new Date(now - HOUR_MS), new Date(now))) {
			const item = JSON.parse(JSON.stringify(dueRecord(due))) as Record<string, never>;
			const run = await runWorkflow(working, example.connections as IConnections, [item]);
			expect(run.status).toBe('success');
		}
	}

	for (const vm of ['id-web-01', 'id-web-02', 'id-db-01']) {
		const names = lab.system.snapshots(vm).map(({ name }) => name);
		const of = (period: string): string[] =>
			names.filter((name) => name.startsWith(`GFS-${period}-`)).map((name) => name.split('-')[2]!);
		// 02:00 in Berlin is 01:00 UTC; Sundays are the weekly’s, and 02:00 is never the hours’.
		expect(of('hours')).toEqual(
			['19T070000Z', '19T130000Z', '19T190000Z', '20T070000Z'].map((one) => `202612${one}`),
		);
		expect(of('daily')).toEqual(
			['12', '14', '15', '16', '17', '18', '19'].map((day) => `202612${day}T010000Z`),
		);
		expect(of('weekly')).toEqual(
			['1129', '1206', '1213', '1220'].map((day) => `2026${day}T010000Z`),
		);
		expect(names).toHaveLength(15);
	}
}, 60_000);
