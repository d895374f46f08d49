import type { IDataObject } from 'n8n-workflow';
import { dueItem } from './support/dueItem';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, fromInput, jsonOf, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const create = async (parameters: IDataObject, items?: readonly IDataObject[]): Promise<NodeRun> =>
	await runNode({ type: 'createSnapshot', parameters, items });
const change = async (parameters: IDataObject, items?: readonly IDataObject[]): Promise<NodeRun> =>
	await runNode({ type: 'holdSnapshot', parameters, items });

const HOLD = { holdBy: 'Ada', holdReason: 'CHG-1234' };
const newest = { snapshotMode: 'newestManaged' };

describe('Hold Snapshot', () => {
	it('holds what Create Snapshot hands on, and shows by whom and why', async () => {
		const made = await create(matching({ names: 'web-*' }));
		const held = await change({ ...fromInput, ...HOLD }, jsonOf(made.outputs[0]));

		expect(at(held.outputs[0], 'action')).toEqual(['held', 'held']);
		expect(at(held.outputs[0], 'target.name')).toEqual(['web-01', 'web-02']);
		expect(at(held.outputs[0], 'snapshot.held')).toEqual([true, true]);
		expect(at(held.outputs[0], 'snapshot.heldBy')).toEqual(['Ada', 'Ada']);
		expect(at(held.outputs[0], 'snapshot.holdReason')).toEqual(['CHG-1234', 'CHG-1234']);
	});

	it('releases it again', async () => {
		await create(one('web-01'));
		await change({ ...one('web-01'), ...newest, ...HOLD });
		const released = await change({ ...one('web-01'), ...newest, change: 'released' });

		expect(at(released.outputs[0], 'action')).toEqual(['released']);
		expect(at(released.outputs[0], 'snapshot.heldBy')).toEqual([null]);
	});

	it('refuses to release what somebody else holds, and says who', async () => {
		await create(one('web-01'));
		await change({ ...one('web-01'), ...newest, ...HOLD });
		const parameters = { ...one('web-01'), ...newest, change: 'released', onlyBy: 'Bob' };
		const run = await change(parameters);

		expect(run.error?.message).toContain('is held by Ada: CHG-1234');
		expect(run.error?.description).toContain('Only If Held By');
	});

	it('asks by whom and why before anything is sent', async () => {
		const run = await change({ ...one('web-01'), ...newest, holdBy: 'Ada', holdReason: ' ' });

		expect(run.error?.message).toContain('Hold Reason must not be empty');
		expect(lab.opened).toBe(0);
	});
});

describe('Create Snapshot with a hold', () => {
	it.each([
		['on demand', { orderMode: 'onDemand' }],
		['from a profile', { orderMode: 'fromProfile' }],
	])('%s takes a snapshot that is held', async (_how, mode) => {
		const parameters = { ...one('web-01'), ...mode, options: HOLD };
		const run = await create(parameters, [dueItem('2026-11-22T01:00:00.000Z')]);

		expect(at(run.outputs[0], 'snapshot.held')).toEqual([true]);
		expect(at(run.outputs[0], 'snapshot.heldBy')).toEqual(['Ada']);
	});

	it('wants to know both by whom and why', async () => {
		const run = await create({ ...one('web-01'), options: { holdReason: 'CHG-1234' } });

		expect(run.error?.message).toContain('Hold By is missing: a hold tells by whom and why');
		expect(lab.opened).toBe(0);
	});
});
