import type { IDataObject } from 'n8n-workflow';
import { memoryDriver } from '../../drivers/memory/driver';
import { SnapshotError } from '../../snapshots/errors';
import type { NativePeriod } from '../../snapshots/nativeProfile';
import { profileSchema } from '../../snapshots/schedule/profile';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
let gold: string;
beforeEach(() => {
	lab = newLab();
	gold = lab.system.addProfile('Gold', KEPT_A_DAY).id;
});

const KEPT_A_DAY: readonly NativePeriod[] = profileSchema
	.parse({
		name: 'Gold',
		timeZone: 'UTC',
		periods: [
			{
				name: 'nightly',
				frequency: { every: 'day', at: '02:00' },
				retention: { keepFor: 'P1D' },
				quiesce: 'off',
			},
		],
	})
	.periods.map((period) => ({ name: period.name, inWords: '', period, notExpressible: [] }));

const run = async (parameters: IDataObject): Promise<NodeRun> =>
	await runNode({ type: 'nativeProfile', parameters });

describe('Native Profile: Auto-Assign', () => {
	const auto = (rules: IDataObject, preview = false): IDataObject => ({
		operation: 'autoAssign',
		nativeProfile: { __rl: true, mode: 'name', value: 'Gold' },
		autoAssignRules: rules,
		preview,
	});
	const rulesThere = () => lab.system.profiles.get(gold)?.rules;

	it('tells what would be changed and which VMs it affects, and changes nothing, unless told', async () => {
		const { outputs, hints } = await run(auto({ mode: 'assign', includeTags: 'database' }, true));

		expect(at(outputs[0], 'action')).toEqual(['wouldUpdate']);
		expect(at(outputs[0], 'affected.0.name')).toEqual(['db-01']);
		expect(at(outputs[0], 'rulesBefore.mode')).toEqual(['off']);
		expect(at(outputs[0], 'rules.includeTags')).toEqual([['database']]);
		expect(hints.map(({ message }) => message).join()).toContain('Preview: nothing was changed');
		expect(rulesThere()).toMatchObject({ mode: 'off', includeTags: [] });
	});

	it('leaves rules that were not added as they are, and says so a second time', async () => {
		await run(auto({ mode: 'assign', includeTags: 'production' }));
		await run(auto({ excludeExpressions: '^db-\n-test$' }));

		expect(rulesThere()).toEqual({
			mode: 'assign',
			includeTags: ['production'],
			excludeTags: [],
			includeExpressions: [],
			excludeExpressions: ['^db-', '-test$'],
			clusterIds: [],
		});
		const again = await run(auto({}));
		expect(at(again.outputs[0], 'action')).toEqual(['unchanged']);
		expect(at(again.outputs[0], 'affected.0.name')).toEqual(['web-01']);
		expect(lab.system.requests.of('saveAutoAssignment')).toBe(2);
	});

	it('can empty a list', async () => {
		await run(auto({ mode: 'assign', includeTags: 'production' }));
		const { outputs } = await run(auto({ includeTags: '' }));

		expect(rulesThere()?.includeTags).toEqual([]);
		expect(at(outputs[0], 'warnings.0.code')).toEqual(['TAKES_NOTHING']);
	});

	it('refuses what is no regular expression before anything is sent', async () => {
		const { error } = await run(auto({ includeExpressions: 'web-(' }));

		expect(error?.message).toContain('web-(');
		expect(lab.system.requests.total()).toBe(0);
	});

	it('looks whether the work was done when the answer is lost', async () => {
		const lost = new SnapshotError('UNREACHABLE', 'No answer', { system: 'libvirt' });
		lab.system.failNext('saveAutoAssignment', { error: lost, when: 'after' });
		const { outputs } = await run(auto({ includeTags: 'production' }));

		expect(at(outputs[0], 'action')).toEqual(['updated']);
	});
});

describe('Native Profile: Apply Retention', () => {
	const apply = (more: IDataObject): IDataObject => ({
		operation: 'applyRetention',
		preview: false,
		...more,
	});

	const machine = (name: string) => {
		const found = lab.system.machines.get(`id-${name}`);
		if (found === undefined) throw new Error(`There is no ${name}`);
		return found;
	};

	/** Two snapshots, of which the profile no longer keeps the first. */
	async function old(name: string): Promise<void> {
		const driver = memoryDriver(lab.system);
		const { signal } = new AbortController();
		const target = await driver.readTarget({ level: 'vm', id: `id-${name}`, name }, signal);
		const order = { description: '', memory: false, quiesce: false };
		const { id } = await driver.createSnapshot(target, { ...order, name: 'old' }, signal);
		await driver.createSnapshot(target, { ...order, name: 'new' }, signal);
		const createdAt = new Date(lab.clock.now().getTime() - 2 * 86_400_000);
		lab.system.bendSnapshot(target.id, id, { createdAt });
		machine(name).profileId = gold;
	}
	const left = (name: string) => machine(name).snapshots.map((snapshot) => snapshot.name);

	it('hands on each snapshot that the system removed, and nothing else goes', async () => {
		await old('web-01');
		const { outputs } = await run(apply(one('web-01')));

		expect(at(outputs[0], 'action')).toEqual(['deleted']);
		expect(at(outputs[0], 'snapshot.name')[0]).toBe('old');
		expect(left('web-01')).toEqual(['new']);
		const again = await run(apply(one('web-01')));
		expect(at(again.outputs[0], 'action')).toEqual(['unchanged']);
	});

	it('removes nothing in a preview, and says that the system alone knows what would go', async () => {
		await old('web-01');
		const { outputs } = await run(apply({ ...one('web-01'), preview: true }));

		expect(at(outputs[0], 'action')).toEqual(['wouldApplyRetention']);
		expect(at(outputs[0], 'warnings.0.message')[0]).toContain('only libvirt knows');
		expect(left('web-01')).toHaveLength(2);
	});

	it('names a VM without a profile, and goes on with the others', async () => {
		await old('web-01');
		const { outputs, error } = await run({
			...apply(matching({ names: 'web-*' })),
		});

		expect(error?.message ?? JSON.stringify(at(outputs[0], 'error'))).toContain(
			'web-02 has no snapshot profile',
		);
		expect(left('web-01')).toHaveLength(1);
	});
});
