import type { IDataObject } from 'n8n-workflow';
import { runNode } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, fromInput, jsonOf, matching, one, snapshotBy } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const create = async (parameters: IDataObject, items?: readonly IDataObject[], id?: string) =>
	await runNode({ type: 'createSnapshot', parameters, items, executionId: id });

const namesOf = (id: string): string[] => lab.system.snapshots(id).map(({ name }) => name);

describe('Revert Snapshot', () => {
	const created = async (): Promise<IDataObject[]> => {
		lab.system.write('id-web-01', { disk: 'before' });
		const items = jsonOf((await create(one('web-01'))).outputs[0]);
		lab.system.write('id-web-01', { disk: 'after' });
		return items;
	};

	it('returns the VM to the snapshot from the input item, after a safety snapshot', async () => {
		const items = await created();
		const run = await runNode({ type: 'revertSnapshot', parameters: fromInput, items });

		expect(lab.system.read('id-web-01').disk).toBe('before');
		expect(at(run.outputs[0], 'action')).toEqual(['reverted']);
		expect(at(run.outputs[0], 'safetySnapshot.profile')).toEqual(['Before Revert']);
		expect(at(run.outputs[0], 'lost')).toEqual([[]]);
		expect(at(run.outputs[0], 'target.powerState')).toEqual(['running']);
	});

	it('takes the newest managed snapshot, and warns when nothing was kept', async () => {
		await created();
		const parameters = { ...one('web-01'), snapshotMode: 'newestManaged', safetySnapshot: false };
		const run = await runNode({ type: 'revertSnapshot', parameters });

		expect(lab.system.read('id-web-01').disk).toBe('before');
		expect(at(run.outputs[0], 'warnings.0.code')).toEqual(['NO_SAFETY_SNAPSHOT']);
		expect(at(run.outputs[0], 'safetySnapshot')).toEqual([null]);
	});

	it('finds its own safety snapshot again when it is repeated', async () => {
		const items = await created();
		await runNode({ type: 'revertSnapshot', parameters: fromInput, items });
		await runNode({ type: 'revertSnapshot', parameters: fromInput, items });

		expect(namesOf('id-web-01')).toHaveLength(2);
	});
});

describe('Restore as New VM', () => {
	it('makes a VM that is off and unplugged, under the name of the expression', async () => {
		const items = jsonOf((await create(matching({ names: 'web-*' }))).outputs[0]);
		const parameters = { ...fromInput, newName: '={{ $json.target.name }}-test' };
		const run = await runNode({ type: 'restoreAsNewVm', parameters, items });

		expect(at(run.outputs[0], 'newTarget.name')).toEqual(['web-01-test', 'web-02-test']);
		expect(at(run.outputs[0], 'newTarget.powerState')).toEqual(['stopped', 'stopped']);
		const [id] = at(run.outputs[0], 'newTarget.id');
		expect(lab.system.network(String(id)).connected).toBe(false);
		expect(at(run.outputs[0], 'target.name')).toEqual(['web-01', 'web-02']);
	});
});

describe('Delete Snapshot', () => {
	it('previews unless told otherwise', async () => {
		const items = jsonOf((await create(one('web-01'))).outputs[0]);
		const run = await runNode({ type: 'deleteSnapshot', parameters: fromInput, items });

		expect(at(run.outputs[0], 'action')).toEqual(['wouldDelete']);
		expect(namesOf('id-web-01')).toHaveLength(1);
	});

	it('deletes the one snapshot that was named', async () => {
		await create(one('web-01'));
		const [name = ''] = namesOf('id-web-01');
		const parameters = { ...one('web-01'), ...snapshotBy('name', name), preview: false };
		const run = await runNode({ type: 'deleteSnapshot', parameters });

		expect(at(run.outputs[0], 'action')).toEqual(['deleted']);
		expect(namesOf('id-web-01')).toEqual([]);
	});

	it('goes on over a snapshot that is gone, if that was allowed', async () => {
		const parameters = { ...one('web-01'), ...snapshotBy('name', 'gone'), ifMissing: 'ok' };
		const run = await runNode({ type: 'deleteSnapshot', parameters });

		expect(jsonOf(run.outputs[0])).toEqual([
			expect.objectContaining({ action: 'missing', snapshot: null }),
		]);
	});
});

describe('List Snapshots', () => {
	const list = async (parameters: IDataObject) =>
		await runNode({ type: 'listSnapshots', parameters });

	it('lists by VM, newest first, and can show VMs that have none', async () => {
		await create(matching({ names: 'web-*' }));
		await lab.clock.advance(1000);
		await create(one('web-01'), [{}], '1002');
		const options = { includeWithoutSnapshots: true };
		const run = await list({ ...matching({}), options });

		expect(at(run.outputs[0], 'target.name')).toEqual(['db-01', 'web-01', 'web-01', 'web-02']);
		expect(at(run.outputs[0], 'snapshot.createdAt')).toEqual([
			undefined,
			'2026-11-22T10:00:01.000Z',
			'2026-11-22T10:00:00.000Z',
			'2026-11-22T10:00:00.000Z',
		]);
		expect(at(run.outputs[0], 'action')).toEqual(['listed', 'listed', 'listed', 'listed']);
	});

	it('asks the system once for all VMs, not once for each', async () => {
		const before = lab.system.requests.total();
		await list(matching({}));

		expect(lab.system.requests.total() - before).toBe(1);
	});

	it('previews which VMs a filter covers, and which no profile protects', async () => {
		const run = await runNode({
			type: 'listSnapshots',
			parameters: {
				system: 'libvirt',
				targetMode: 'filter',
				filter: { tags: 'database', names: 'web-01', match: 'any' },
				options: { coverage: true },
			},
		});

		const told = run.outputs[0]?.map(({ json }) => [
			(json.target as IDataObject).name,
			json.covered,
			json.profiles,
		]);
		expect(told).toEqual([
			['web-01', true, []],
			['web-02', false, []],
			['db-01', true, []],
		]);
	});

	it('says so when nothing matches', async () => {
		const run = await list(matching({ names: 'nothing-*' }));

		expect(run.outputs[0] ?? []).toEqual([]);
		expect(run.hints[0]?.message).toBe('Nothing matches the filter.');
	});

	it('shows one VM by ID', async () => {
		await create(one('web-01'));
		const run = await list(one('id-web-01', 'id'));

		expect(at(run.outputs[0], 'target.name')).toEqual(['web-01']);
	});
});
