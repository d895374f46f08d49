import type { IDataObject } from 'n8n-workflow';
import { dueItem } from './support/dueItem';
import { runNode } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, fromInput, jsonOf, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const create = async (parameters: IDataObject, items?: readonly IDataObject[], id?: string) =>
	await runNode({ type: 'createSnapshot', parameters, items, executionId: id });

const namesOf = (id: string): string[] => lab.system.snapshots(id).map(({ name }) => name);

describe('Create Snapshot', () => {
	it('takes one snapshot of one VM and tells it in the common shape', async () => {
		const run = await create({ ...one('web-01'), label: 'before-upgrade' });

		const [stored] = lab.system.snapshots('id-web-01');
		expect(jsonOf(run.outputs[0])).toEqual([
			{
				system: 'libvirt',
				target: {
					level: 'vm',
					id: 'id-web-01',
					name: 'web-01',
					powerState: 'running',
					tags: ['production'],
				},
				snapshot: expect.objectContaining({
					id: stored?.id,
					name: stored?.name,
					managed: true,
					profile: 'On Demand',
					consistency: 'quiesced',
				}) as unknown,
				action: 'created',
				warnings: [],
			},
		]);
		expect(stored?.name).toMatch(/^before-upgrade-/);
	});

	it('covers every VM that the filter lets through, and what is excluded is out', async () => {
		const run = await create(matching({ names: 'web-*, db-*', excludeNames: 'web-02' }));

		expect(at(run.outputs[0], 'target.name')).toEqual(['web-01', 'db-01']);
		expect(namesOf('id-web-02')).toEqual([]);
	});

	it('takes the VMs that a node of this package handed on', async () => {
		const first = await create(matching({ tags: 'database' }));
		const second = await create(fromInput, jsonOf(first.outputs[0]), '1002');

		expect(at(second.outputs[0], 'target.name')).toEqual(['db-01']);
		expect(namesOf('id-db-01')).toHaveLength(2);
	});

	it('makes no second one when the same item of the same run is tried again', async () => {
		await create(one('web-01'));
		const again = await create(one('web-01'));

		expect(at(again.outputs[0], 'action')).toEqual(['existing']);
		expect(namesOf('id-web-01')).toHaveLength(1);
	});

	it('takes two items of one run for two orders, even for one VM', async () => {
		const run = await create(one('web-01'), [{}, {}]);

		expect(at(run.outputs[0], 'action')).toEqual(['created', 'created']);
		expect(namesOf('id-web-01')).toHaveLength(2);
	});

	it('takes a key of one’s own for the same order in every item and every execution', async () => {
		const parameters = { ...one('web-01'), options: { runKey: 'CHG-1234' } };
		const run = await create(parameters, [{}, {}]);
		const later = await create(parameters, [{}], '2002');

		expect(at(run.outputs[0], 'action')).toEqual(['created', 'existing']);
		expect(at(later.outputs[0], 'action')).toEqual(['existing']);
	});

	it('lets a snapshot expire when Keep For says so, in days of the workflow’s zone', async () => {
		const run = await create({ ...one('web-01'), keepFor: 7, keepForUnit: 'days' });

		expect(at(run.outputs[0], 'snapshot.expiresAt')).toEqual(['2026-11-29T10:00:00.000Z']);
	});

	it('takes name, expiry and memory from the profile’s period, and hands the item on', async () => {
		const item = dueItem('2026-11-22T09:58:00.000Z', { last: 2, keepFor: 'P14D' });
		const run = await create({ ...one('web-01'), orderMode: 'fromProfile' }, [item]);
		const again = await create({ ...one('web-01'), orderMode: 'fromProfile' }, [item], '1002');

		expect(namesOf('id-web-01')).toEqual([
			expect.stringMatching(/^Nightly-daily-20261122T095800Z-/),
		]);
		expect(at(run.outputs[0], 'snapshot.expiresAt')).toEqual(['2026-12-06T09:58:00.000Z']);
		expect(at(run.outputs[0], 'period.name')).toEqual(['daily']);
		expect(at(again.outputs[0], 'action')).toEqual(['existing']);
	});

	it('keeps what is made up for late as long as what was on time', async () => {
		const item = dueItem('2026-11-21T01:00:00.000Z', { keepFor: 'PT12H' });
		const run = await create({ ...one('web-01'), orderMode: 'fromProfile' }, [item]);

		expect(at(run.outputs[0], 'scheduledAt')).toEqual(['2026-11-21T01:00:00.000Z']);
		expect(at(run.outputs[0], 'snapshot.expiresAt')).toEqual(['2026-11-22T22:00:00.000Z']);
	});

	it('shows warnings in the item and as hints', async () => {
		lab.system.setAgent('id-web-01', 'absent');
		const run = await create(one('web-01'));

		expect(at(run.outputs[0], 'warnings.0.code')).toEqual(['QUIESCE_NOT_ACHIEVED']);
		expect(run.hints).toEqual([
			expect.objectContaining({
				type: 'warning',
				message: expect.stringContaining('web-01 was not quiesced') as unknown,
			}),
		]);
	});
});

describe('every node', () => {
	it('opens one connection for all its items, and closes it', async () => {
		await create(one('web-01'), [{}, {}, {}]);

		expect([lab.opened, lab.closed]).toEqual([1, 1]);
	});

	it('links each item to the input it came from', async () => {
		const run = await create({ ...one('={{ $json.vm }}') }, [{ vm: 'web-01' }, { vm: 'db-01' }]);

		expect(run.outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});
});
