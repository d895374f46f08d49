import type { IDataObject } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, matching } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const together = async (
	parameters: IDataObject,
	items?: readonly IDataObject[],
): Promise<NodeRun> =>
	await runNode({
		type: 'createSnapshot',
		parameters: { options: { allOrNothing: true }, ...parameters },
		items,
	});
const left = (): number[] =>
	['id-web-01', 'id-web-02', 'id-db-01'].map((id) => lab.system.snapshots(id).length);
const fail = (method: 'createSnapshot' | 'readTarget', name: string): void => {
	const target = { level: 'vm', id: `id-${name}`, name } as const;
	const error = new SnapshotError('TASK_FAILED', `No space for ${name}`, {
		system: 'libvirt',
		target,
	});
	lab.system.failNext(method, { error, targetId: target.id });
};

describe('Create Snapshot, all or nothing', () => {
	it('takes a snapshot of each, and tells how close together they are', async () => {
		const { outputs } = await together(matching({ names: '*' }));

		expect(at(outputs[0], 'action')).toEqual(['created', 'created', 'created']);
		expect(at(outputs[0], 'group.size')).toEqual([3, 3, 3]);
		expect(left()).toEqual([1, 1, 1]);
	});

	it('makes one group of all items', async () => {
		fail('createSnapshot', 'db-01');
		const { error } = await together(matching({ names: '={{ $json.names }}' }), [
			{ names: 'web-01' },
			{ names: 'db-*' },
		]);

		expect(error?.message).toContain('No space for db-01');
		expect(left()).toEqual([0, 0, 0]);
	});

	it('leaves none behind when one fails, and says what became of each', async () => {
		fail('createSnapshot', 'web-02');
		const { error } = await together(matching({ names: '*' }));

		expect(error?.message).toContain('3 of 3 VMs failed');
		expect(error?.message).toContain('of web-01 was taken and removed again');
		expect(error?.message).toContain('No space for web-02');
		expect(left()).toEqual([0, 0, 0]);
	});

	it('is not begun when one can’t be read', async () => {
		fail('readTarget', 'web-02');
		const { error } = await together(matching({ names: '*' }));

		expect(error?.message).toContain('No snapshot of web-01 was taken');
		expect(lab.system.requests.of('createSnapshot')).toBe(0);
	});
});
