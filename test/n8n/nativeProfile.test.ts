import type { IDataObject } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { profileSchema } from '../../snapshots/schedule/profile';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, fromInput, jsonOf, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
});

const run = async (
	operation: string,
	parameters: IDataObject = {},
	items?: readonly IDataObject[],
): Promise<NodeRun> =>
	await runNode({ type: 'nativeProfile', parameters: { operation, ...parameters }, items });

const profile = {
	name: 'Nightly',
	timeZone: 'Europe/Berlin',
	periods: [
		{
			name: 'daily',
			frequency: { every: 'day', at: '02:00' },
			retention: { keepFor: 'P7D', minimum: 2 },
			quiesce: 'prefer',
		},
	],
};
const lossy = {
	...profile,
	excludedDates: ['2026-12-25'],
	periods: [...profile.periods, { ...profile.periods[0], name: 'counted', retention: { last: 3 } }],
};

const BERLIN = { systemTimeZone: 'Europe/Berlin' };
const WRITE = { preview: false, ...BERLIN };
const named = (value: string, mode = 'name'): IDataObject => ({
	nativeProfile: { __rl: true, mode, value },
});

const exported = async (parameters: IDataObject = WRITE, given: IDataObject = profile) =>
	await run('export', parameters, [{ profile: given }]);

const idOf = (name: string): string | undefined =>
	[...lab.system.profiles.values()].find((stored) => stored.name === name)?.id;
describe('Native Profile: Export', () => {
	it('shows what would be written, and writes nothing, unless told', async () => {
		const { outputs, hints } = await exported(BERLIN);

		expect(at(outputs[0], 'action')).toEqual(['wouldCreate']);
		expect(at(outputs[0], 'written.periods.0.inWords')).toEqual(['every day, kept for P7D']);
		expect(at(outputs[0], 'notExpressible')).toEqual([[]]);
		expect(hints.map(({ message }) => message).join()).toContain('Preview: nothing was changed');
		expect(lab.system.profiles.size).toBe(0);
	});

	it('makes the profile, then finds it unchanged, then changes it in place', async () => {
		const [made, again, changed] = [
			await exported(),
			await exported(),
			await exported(WRITE, {
				...profile,
				periods: [{ ...profile.periods[0], retention: { keepFor: 'P9D' } }],
			}),
		];

		expect([made, again, changed].flatMap(({ outputs }) => at(outputs[0], 'action'))).toEqual([
			'created',
			'unchanged',
			'updated',
		]);
		expect(at(changed.outputs[0], 'nativeProfile.id')).toEqual([idOf('Nightly')]);
		expect(at(changed.outputs[0], 'nativeProfile.periods.0.period.retention.keepFor')).toEqual([
			'P9D',
		]);
		expect(at(changed.outputs[0], 'profileBefore.periods.0.period.retention.keepFor')).toEqual([
			'P7D',
		]);
	});

	it('refuses to lose anything unless it is accepted, and names each thing', async () => {
		const refused = await exported(WRITE, lossy);

		expect(refused.error?.message).toContain('can’t keep all of the profile Nightly');
		expect(refused.error?.description).toContain('Period counted');
		expect(refused.error?.description).toContain('2026-12-25');
		expect(refused.error?.description).toContain('Accept Losses');
		expect(lab.system.profiles.size).toBe(0);
	});

	it('says in a preview that it would refuse, with the list', async () => {
		const { outputs } = await exported(BERLIN, lossy);

		expect(at(outputs[0], 'action')).toEqual(['wouldRefuse']);
		expect(at(outputs[0], 'notExpressible.length')).toEqual([2]);
		expect(at(outputs[0], 'warnings.0.code')).toEqual(['NOT_EXPRESSIBLE']);
	});

	it('writes what can be kept when losses are accepted', async () => {
		const { outputs } = await exported({ ...WRITE, acceptLosses: true }, lossy);

		expect(at(outputs[0], 'action')).toEqual(['created']);
		expect(at(outputs[0], 'nativeProfile.periods.length')).toEqual([1]);
		expect(at(outputs[0], 'notExpressible.length')).toEqual([2]);
	});

	it('refuses when nothing can be kept, whatever is accepted', async () => {
		const none = { ...profile, periods: [{ ...profile.periods[0], retention: {} }] };
		const refused = await exported({ ...WRITE, acceptLosses: true }, none);

		expect(refused.error?.message).toContain('can keep no period of the profile Nightly');
		expect(lab.system.profiles.size).toBe(0);
	});

	it('takes the zone of the system for a loss while nobody is sure of it', async () => {
		const { outputs } = await exported({});
		const elsewhere = await exported({ systemTimeZone: 'UTC' });

		expect(String(at(outputs[0], 'notExpressible.0'))).toContain('does not tell');
		expect(String(at(elsewhere.outputs[0], 'notExpressible.0'))).toContain(
			'meant in Europe/Berlin',
		);
	});

	it('warns that a change holds for all that have the profile', async () => {
		await exported();
		await run('assign', { ...matching({ names: '*' }), ...named('Nightly'), preview: false });
		const other = { ...profile, periods: [{ ...profile.periods[0], name: 'other' }] };
		const { outputs } = await exported(BERLIN, other);

		expect(String(at(outputs[0], 'warnings.0.message'))).toContain('assigned to 3 targets');
	});

	it('writes a profile that is drawn in the node', async () => {
		const drawn = {
			orderMode: 'onDemand',
			profileName: 'Drawn',
			periods: { period: [{ name: 'p', every: 'day', at: '03:00', keepLast: 0, keepFor: 5 }] },
		};
		const { outputs } = await run('export', { ...WRITE, ...drawn });

		expect(at(outputs[0], 'action')).toEqual(['created']);
		expect(at(outputs[0], 'profile.timeZone')).toEqual(['Europe/Berlin']);
		expect(at(outputs[0], 'nativeProfile.periods.0.period.retention.keepFor')).toEqual(['P5D']);
	});

	it('finds what was written though the answer was lost', async () => {
		const error = new SnapshotError('UNREACHABLE', 'gone', { system: 'libvirt' });
		lab.system.failNext('saveProfile', { error, when: 'after' });

		expect(at((await exported()).outputs[0], 'action')).toEqual(['created']);
		lab.system.failNext('saveProfile', { error });
		const other = { ...profile, name: 'Other' };
		expect((await exported(WRITE, other)).error?.message).toBe('gone');
	});
});

describe('Native Profile: Import', () => {
	const imported = async (parameters: IDataObject = BERLIN): Promise<NodeRun> => {
		await exported();
		return await run('import', { ...named('Nightly'), ...parameters });
	};

	it('hands on a profile of ours, with what it will come to', async () => {
		const { outputs } = await imported();
		const [item = {}] = jsonOf(outputs[0]);

		expect(item.action).toBe('imported');
		expect(profileSchema.parse(item.profile)).toEqual(profileSchema.parse(profile));
		expect(item.notExpressible).toEqual([]);
		expect(item.preview).toMatchObject({ mostAtOnce: 9, warnings: expect.any(Array) });
		expect(at(outputs[0], 'nextRuns.0')).toEqual([
			{ period: 'daily', at: '2026-11-23T02:00:00+01:00' },
		]);
	});

	it('hands on what Create Snapshot and Prune by Retention take for a due period', async () => {
		const items = jsonOf((await imported()).outputs[0]);
		const made = await runNode({
			type: 'createSnapshot',
			parameters: { ...one('web-01'), orderMode: 'fromProfile' },
			items,
		});
		const pruned = await runNode({
			type: 'pruneByRetention',
			parameters: { ...fromInput, orderMode: 'fromProfile', preview: false },
			items: jsonOf(made.outputs[0]),
		});

		expect(at(made.outputs[0], 'snapshot.period')).toEqual(['daily']);
		expect(at(made.outputs[0], 'snapshot.expiresAt')).toEqual(['2026-11-29T10:00:00.000Z']);
		expect(at(pruned.outputs[1], 'action')).toEqual(['kept']);
	});

	it('says that it had to assume the zone, and takes the workflow’s', async () => {
		const { outputs } = await imported({});

		expect(at(outputs[0], 'profile.timeZone')).toEqual(['Europe/Berlin']);
		expect(String(at(outputs[0], 'notExpressible.0'))).toContain('Time Zone of the System');
	});

	it('believes the system before the person', async () => {
		lab = newLab({ profileTimeZone: 'UTC' });
		await exported({ ...WRITE, acceptLosses: true });
		const { outputs } = await run('import', { ...named('Nightly'), systemTimeZone: 'Asia/Tokyo' });

		expect(at(outputs[0], 'profile.timeZone')).toEqual(['UTC']);
		expect(String(at(outputs[0], 'notExpressible.0'))).toContain('not in Asia/Tokyo');
	});

	it('refuses a profile of which nothing can be told, and says why', async () => {
		const odd = { name: 'lunar', inWords: 'at new moon', period: undefined };
		lab.system.addProfile('Odd', [{ ...odd, notExpressible: ['The moon is not known here.'] }]);
		lab.system.addProfile('Empty', []);
		const refused = await run('import', named('Odd'));

		expect(refused.error?.message).toContain('Nothing of the snapshot profile Odd');
		expect(refused.error?.description).toContain('Period lunar: The moon is not known here.');
		expect((await run('import', named('Empty'))).error?.description).toContain('no periods');
	});
});

describe('Native Profile: List', () => {
	it('gives one item for each, with how many have it', async () => {
		await exported(WRITE, { ...profile, name: 'Weekly' });
		await exported();
		await run('assign', { ...one('web-01'), ...named('Nightly'), preview: false });
		const { outputs } = await run('list');
		const uncounted = await run('list', { options: { countAssignments: false } });

		expect(at(outputs[0], 'nativeProfile.name')).toEqual(['Nightly', 'Weekly']);
		expect(at(outputs[0], 'nativeProfile.assignedTo')).toEqual([1, 0]);
		expect(at(uncounted.outputs[0], 'nativeProfile.assignedTo')).toEqual([null, null]);
	});
});
