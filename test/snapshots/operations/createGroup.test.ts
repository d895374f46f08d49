import { SnapshotError } from '../../../snapshots/errors';
import type { Target } from '../../../snapshots/model';
import { createGroup, type GroupMember } from '../../../snapshots/operations/create/createGroup';
import { createSnapshot } from '../../../snapshots/operations/create/createSnapshot';
import { onDemand, operationsBench } from '../../support/bench';

type Bench = ReturnType<typeof operationsBench>;

const ORDER = onDemand('release-7');

function group(bench: Bench, order = ORDER): { members: GroupMember[]; web: Target; db: Target } {
	const [web, db] = ['vm-1', 'vm-2'].map((id) => bench.driver.controls.target(id)) as [
		Target,
		Target,
	];
	return { members: [web, db].map((target) => ({ on: bench.on, target, order })), web, db };
}

const left = ({ driver }: Bench, { id }: Target): string[] =>
	driver.controls.snapshots(id).map(({ name }) => name);
const failed = (code: SnapshotError['code']) => ({
	failure: expect.objectContaining({ code }) as unknown,
});

describe('a consistency group', () => {
	it('is taken whole, and tells how close together', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		const results = await createGroup(members);

		expect(results).toMatchObject([
			{ outcome: { action: 'created', target: { name: 'web-01' } }, group: { size: 2 } },
			{ outcome: { action: 'created', target: { name: 'db-01' } }, group: { size: 2 } },
		]);
		for (const target of [web, db]) expect(left(bench, target)).toHaveLength(1);
		const [first] = results;
		if (first === undefined || !('group' in first)) throw new Error('The first has no group');
		const { spreadMilliseconds, withinMilliseconds } = first.group;
		expect(spreadMilliseconds).toBeGreaterThanOrEqual(0);
		expect(withinMilliseconds).toBeGreaterThanOrEqual(spreadMilliseconds);
	});

	it('ordered a second time is the same group', async () => {
		const bench = operationsBench();
		const { members } = group(bench);
		await createGroup(members);
		const again = await createGroup(members);
		expect(again).toMatchObject([
			{ outcome: { action: 'existing' } },
			{ outcome: { action: 'existing' } },
		]);
	});

	it('is not begun when one can’t have a snapshot', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		const gone = { ...db, id: 'vm-9', name: 'gone-01' };
		const results = await createGroup([...members, { on: bench.on, target: gone, order: ORDER }]);

		expect(results).toEqual([failed('CONFLICT'), failed('CONFLICT'), failed('NOT_FOUND')]);
		expect([left(bench, web), left(bench, db)]).toEqual([[], []]);
	});

	it('takes back what was taken when one fails, and says so of each', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		const error = new SnapshotError('TASK_FAILED', 'No space', { system: 'memory', target: db });
		bench.driver.controls.failNext('createSnapshot', { error, targetId: db.id });
		const results = await createGroup(members);

		expect(results).toEqual([failed('CONFLICT'), { failure: error }]);
		expect(
			JSON.stringify(results.map((one) => ('failure' in one ? String(one.failure) : ''))),
		).toContain('removed again');
		expect([left(bench, web), left(bench, db)]).toEqual([[], []]);
	});

	it('takes back what a failure left behind half made', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		const error = new SnapshotError('TASK_FAILED', 'No space', { system: 'memory', target: db });
		bench.driver.controls.failNext('createSnapshot', { error, targetId: db.id, leaves: 'failed' });
		await createGroup(members);

		expect([left(bench, web), left(bench, db)]).toEqual([[], []]);
	});

	it('never takes back what was there before', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		await createSnapshot(bench.on, web, ORDER);
		const before = left(bench, web);
		const error = new SnapshotError('TASK_FAILED', 'No space', { system: 'memory', target: db });
		bench.driver.controls.failNext('createSnapshot', { error, targetId: db.id });
		const results = await createGroup(members);

		expect(results).toEqual([failed('CONFLICT'), { failure: error }]);
		expect(left(bench, web)).toEqual(before);
	});

	it('names what could not be taken back', async () => {
		const bench = operationsBench();
		const { members, web, db } = group(bench);
		const noSpace = new SnapshotError('TASK_FAILED', 'No space', { system: 'memory', target: db });
		bench.driver.controls.failNext('createSnapshot', { error: noSpace, targetId: db.id });
		const stuck = new SnapshotError('TASK_FAILED', 'Disk is busy', {
			system: 'memory',
			target: web,
		});
		bench.driver.controls.failNext('deleteSnapshot', { error: stuck, targetId: web.id });
		const results = await createGroup(members);

		expect(results).toEqual([failed('TASK_FAILED'), { failure: noSpace }]);
		const [first] = results;
		expect(first !== undefined && 'failure' in first && String(first.failure)).toContain(
			'could not be removed again: Disk is busy',
		);
		expect(left(bench, web)).toHaveLength(1);
	});

	it('is refused where nothing could be taken back', async () => {
		const bench = operationsBench({ without: ['delete'] });
		const { members, web } = group(bench);
		expect(await createGroup(members)).toEqual([failed('UNSUPPORTED'), failed('UNSUPPORTED')]);
		expect(left(bench, web)).toEqual([]);
	});

	it('takes VMs of two systems of one kind side by side, though their IDs are the same', async () => {
		const members = [operationsBench(), operationsBench()].flatMap((bench) =>
			group(bench).members.slice(0, 1),
		);
		const events: string[] = [];
		const watched = members.map(({ on, ...rest }) => {
			const createSnapshot: typeof on.driver.createSnapshot = async (...order) => {
				events.push('begun');
				const made = await on.driver.createSnapshot(...order);
				events.push('ended');
				return made;
			};
			const driver = Object.create(on.driver, { createSnapshot: { value: createSnapshot } });
			return { ...rest, on: { ...on, driver: driver as typeof on.driver } };
		});
		const results = await createGroup(watched);

		expect(results.every((one) => 'outcome' in one)).toBe(true);
		expect(events).toEqual(['begun', 'begun', 'ended', 'ended']);
	});
});
