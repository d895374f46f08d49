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

const create = async (parameters: IDataObject, items?: readonly IDataObject[], id?: string) =>
	await runNode({ type: 'createSnapshot', parameters, items, executionId: id });

const namesOf = (id: string): string[] => lab.system.snapshots(id).map(({ name }) => name);

const REMOVED = 0;
const KEPT = 1;

describe('Prune by Retention', () => {
	const threeNightly = async (): Promise<IDataObject[]> => {
		let run: NodeRun | undefined;
		for (const day of ['20', '21', '22']) {
			const item = dueItem(`2026-11-${day}T01:00:00.000Z`);
			run = await create({ ...one('web-01'), orderMode: 'fromProfile' }, [item]);
			await lab.clock.advance(1000);
		}
		return jsonOf(run?.outputs[0]);
	};
	const prune = async (parameters: IDataObject, items?: IDataObject[]) =>
		await runNode({ type: 'pruneByRetention', parameters, items });

	const nightly = { ...one('web-01'), profileName: 'Nightly' };

	it('previews unless told otherwise, with a reason for every snapshot', async () => {
		await threeNightly();
		const run = await prune({ ...nightly, keepLast: 1 });

		expect(at(run.outputs[REMOVED], 'action')).toEqual(['wouldDelete', 'wouldDelete']);
		expect(at(run.outputs[REMOVED], 'reasons')[0]).toEqual(['kept by no rule (last 1)']);
		expect(at(run.outputs[KEPT], 'reasons')[0]).toEqual([
			'one of the newest 1 that always stay',
			'last 1 of 1',
		]);
		expect(namesOf('id-web-01')).toHaveLength(3);
		expect(run.hints[0]?.message).toContain('Preview: nothing was deleted.');
	});

	it('lays the whole plan before an approver, on the first item of each output', async () => {
		await threeNightly();
		const { outputs } = await prune({ ...nightly, keepLast: 1 });

		const [report, ...others] = at(outputs[REMOVED], 'planMarkdown');
		expect(report).toMatch(/^### web-01\n\n\| Snapshot \| Taken \(.+\) \| Plan \| Why \|\n/);
		expect(String(report).match(/\| \*\*remove\*\* \| kept by no rule/g)).toHaveLength(2);
		expect(others).toEqual([undefined]);
		expect(at(outputs[KEPT], 'planMarkdown')).toEqual([report]);
	});

	it('lets no name of a VM pass for a part of the plan', async () => {
		lab = newLab({ machines: [{ id: 'vm', name: 'web\n| **keep** | [all](http://x)' }] });
		await create(matching({ names: '*' }));
		const { outputs } = await prune({ ...matching({ names: '*' }), keepLast: 1 });

		expect(at(outputs[KEPT], 'planMarkdown')[0]).toContain(
			'### web \\| \\*\\*keep\\*\\* \\| \\[all\\](http://x)\n',
		);
	});

	it('prunes by the retention of the period that Create Snapshot handed on', async () => {
		const items = await threeNightly();
		const parameters = { ...fromInput, orderMode: 'fromProfile', preview: false };
		const run = await prune(parameters, items);

		expect(at(run.outputs[REMOVED], 'action')).toEqual(['deleted']);
		expect(at(run.outputs[KEPT], 'action')).toEqual(['kept', 'kept']);
		expect(namesOf('id-web-01')).toHaveLength(2);
	});

	it('takes an item made by hand, with whatever else the workflow put into it', async () => {
		await threeNightly();
		const item = { ...dueItem('2026-11-23T01:00:00.000Z'), ticket: 'CHG-1', target: { a: 1 } };
		const parameters = { ...one('web-01'), orderMode: 'fromProfile', preview: false };
		const run = await prune(parameters, [item]);

		expect(at(run.outputs[KEPT], 'action')).toEqual(['kept', 'kept']);
	});

	it('refuses a rule of the profile that it doesn’t know, with its name and place', async () => {
		await threeNightly();
		const item = dueItem('2026-11-23T01:00:00.000Z', { last: 2, dayly: 7 });
		const run = await prune({ ...one('web-01'), orderMode: 'fromProfile', preview: false }, [item]);

		expect(run.error?.message).toContain(
			'Input item field period.retention has an unknown field: dayly',
		);
		expect(namesOf('id-web-01')).toHaveLength(3);
	});

	it('leaves other profiles and foreign snapshots alone', async () => {
		await threeNightly();
		await create(one('web-01'));
		const run = await prune({ ...nightly, keepLast: 1, preview: false });

		expect(at(run.outputs.flat(), 'snapshot.profile')).toEqual(['Nightly', 'Nightly', 'Nightly']);
		expect(namesOf('id-web-01')).toHaveLength(2);
	});

	it('removes none by count when Keep Last is 0, and warns that nothing else removes any', async () => {
		await threeNightly();
		const run = await prune({ ...nightly, keepLast: 0, preview: false });

		expect(at(run.outputs[REMOVED], 'action')).toEqual([]);
		expect(at(run.outputs[KEPT], 'action')).toEqual(['kept', 'kept', 'kept']);
		expect(at(run.outputs[KEPT], 'warnings.0.code')[0]).toBe('NO_RETENTION_RULE');
	});

	it('takes all rules of the form', async () => {
		await threeNightly();
		const rules = { daily: 2, maxAge: 'P30D' };
		const run = await prune({ ...nightly, keepLast: 1, rules, preview: false });

		expect(at(run.outputs[REMOVED], 'reasons')[0]).toEqual(['kept by no rule (last 1, daily 2)']);
	});

	it('refuses a rule that can’t be meant under its name in the form', async () => {
		const run = await prune({ ...nightly, rules: { maxAge: '30 days' } });

		expect(run.error?.message).toBe(
			'Maximum Age must be an ISO 8601 duration such as P7D or PT36H',
		);
	});

	describe('with an approved plan', () => {
		const approved = { ...fromInput, orderMode: 'fromPlan' };
		const preview = async (): Promise<IDataObject[]> => {
			await threeNightly();
			return jsonOf((await prune({ ...nightly, keepLast: 1 })).outputs[REMOVED]);
		};

		it('removes what the preview said', async () => {
			const items = await preview();
			const run = await prune(approved, items);

			expect(at(run.outputs[REMOVED], 'action')).toEqual(['deleted', 'deleted']);
			expect(at(run.outputs[KEPT], 'action')).toEqual(['kept']);
			expect(namesOf('id-web-01')).toHaveLength(1);
		});

		it('removes of it only what was handed on', async () => {
			const [first = {}] = await preview();
			const run = await prune(approved, [first]);

			expect(at(run.outputs[REMOVED], 'snapshot.id')).toEqual(at([{ json: first }], 'snapshot.id'));
			expect(at(run.outputs[KEPT], 'reasons')).toContainEqual([
				'removal was due, but was not among those approved',
			]);
		});

		it('refuses when the world has changed since', async () => {
			const items = await preview();
			const item = dueItem('2026-11-23T01:00:00.000Z');
			await create({ ...one('web-01'), orderMode: 'fromProfile' }, [item]);
			const run = await prune(approved, items);

			expect(run.error?.message).toContain('The plan for web-01 is no longer what it was');
			expect(namesOf('id-web-01')).toHaveLength(4);
		});

		it('refuses to carry out the same plan twice', async () => {
			const items = await preview();
			await prune(approved, items);
			const again = await prune(approved, items);

			expect(again.error?.message).toContain('The plan for web-01 is no longer what it was');
			expect(namesOf('id-web-01')).toHaveLength(1);
		});

		it('refuses items that no preview handed on', async () => {
			const run = await prune(approved, await threeNightly());

			expect(run.error?.message).toContain('Input item field plan');
			expect(namesOf('id-web-01')).toHaveLength(3);
		});
	});
});
