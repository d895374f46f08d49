import type { IDataObject } from 'n8n-workflow';
import { SnapshotError } from '../../snapshots/errors';
import { runNode, type NodeRun } from './support/engine';
import { newLab, type Lab } from './support/memoryLab';
import { at, fromInput, jsonOf, matching, one } from './support/parameters';

jest.mock('../../nodes/shared/systems', () => jest.requireActual<object>('./support/memoryLab'));
jest.mock('../../nodes/shared/clock', () => jest.requireActual<object>('./support/memoryLab'));

let lab: Lab;
beforeEach(() => {
	lab = newLab();
	for (const name of ['Gold', 'Silver']) lab.system.addProfile(name, []);
});

const run = async (parameters: IDataObject, items?: readonly IDataObject[]): Promise<NodeRun> =>
	await runNode({ type: 'nativeProfile', parameters, items });

const named = (value: string, mode = 'name'): IDataObject => ({
	nativeProfile: { __rl: true, mode, value },
});
const assign = (name: string, more: IDataObject = {}): IDataObject => ({
	operation: 'assign',
	preview: false,
	...named(name),
	...more,
});
const unassign: IDataObject = { operation: 'unassign', preview: false };
const of = (machine: string): string | undefined =>
	lab.system.profiles.get(lab.system.machines.get(machine)?.profileId ?? '')?.name;

describe('Native Profile: Assign', () => {
	it('tells what it would do, and does nothing, unless told', async () => {
		const { outputs, hints } = await run({ ...assign('Gold'), ...one('web-01'), preview: true });

		expect(at(outputs[0], 'action')).toEqual(['wouldAssign']);
		expect(at(outputs[0], 'nativeProfile.name')).toEqual(['Gold']);
		expect(at(outputs[0], 'profileBefore')).toEqual([null]);
		expect(hints.map(({ message }) => message).join()).toContain('Preview: nothing was changed');
		expect(of('id-web-01')).toBeUndefined();
	});

	it('gives it to all that match, and looks the profile up once', async () => {
		const { outputs } = await run({ ...assign('Gold'), ...matching({ names: '*' }) });

		expect(at(outputs[0], 'action')).toEqual(['assigned', 'assigned', 'assigned']);
		expect(['id-web-01', 'id-web-02', 'id-db-01'].map(of)).toEqual(['Gold', 'Gold', 'Gold']);
		expect(lab.system.requests.of('listProfiles')).toBe(1);
	});

	it('leaves what is right as it is, and tells the profile before', async () => {
		await run({ ...assign('Gold'), ...one('web-01') });
		const again = await run({ ...assign('Gold'), ...one('web-01') });
		const other = await run({ ...assign('Silver'), ...matching({ names: 'web-*' }) });

		expect(at(again.outputs[0], 'action')).toEqual(['unchanged']);
		expect(lab.system.requests.of('assignProfile')).toBe(3);
		expect(at(other.outputs[0], 'profileBefore.name')).toEqual(['Gold', undefined]);
		expect(at(other.outputs[0], 'warnings.0.code')).toEqual(['PROFILE_LEFT', undefined]);
	});

	it('takes the VMs that another node handed on', async () => {
		const made = await runNode({ type: 'createSnapshot', parameters: one('web-02') });
		await run({ ...assign('Silver'), ...fromInput }, jsonOf(made.outputs[0]));

		expect(of('id-web-02')).toBe('Silver');
	});

	it('waits while somebody else holds the VM', async () => {
		lab.system.lock('id-web-01', 'a backup');
		const options = { waitWhileLockedMinutes: 0 };
		const locked = await run({ ...assign('Gold'), ...one('web-01'), options });
		lab.system.unlock('id-web-01');

		expect(locked.error?.message).toContain('locked by a backup');
		expect(of('id-web-01')).toBeUndefined();
	});

	it('goes on with the others when one fails, and says what was done', async () => {
		const error = new SnapshotError('FORBIDDEN', 'web-02 may not be changed', {
			system: 'libvirt',
		});
		lab.system.failNext('assignProfile', { error, targetId: 'id-web-02' });
		const { error: shown } = await run({ ...assign('Gold'), ...matching({ names: 'web-*' }) });

		expect(shown?.message).toContain('web-02 may not be changed');
		expect(shown?.description).toContain('assigned for web-01');
		expect(of('id-web-01')).toBe('Gold');
	});

	it('believes what it reads back, not the answer', async () => {
		const lost = new SnapshotError('UNREACHABLE', 'gone', { system: 'libvirt' });
		lab.system.failNext('assignProfile', { error: lost, when: 'after' });
		const done = await run({ ...assign('Gold'), ...one('web-01') });
		lab.system.failNext('assignProfile', { error: lost });
		const undone = await run({ ...assign('Gold'), ...one('web-02') });

		expect(at(done.outputs[0], 'action')).toEqual(['assigned']);
		expect(undone.error?.message).toBe('gone');
	});
});

describe('Native Profile: Unassign', () => {
	it('takes the profile away, and warns of what stays', async () => {
		await run({ ...assign('Gold'), ...one('web-01') });
		const { outputs } = await run({ ...unassign, ...matching({ names: 'web-*' }) });

		expect(at(outputs[0], 'action')).toEqual(['unassigned', 'unchanged']);
		expect(at(outputs[0], 'profileBefore.name')).toEqual(['Gold', undefined]);
		expect(at(outputs[0], 'nativeProfile')).toEqual([null, null]);
		expect(String(at(outputs[0], 'warnings.0.message'))).toContain('may stay for ever');
		expect(of('id-web-01')).toBeUndefined();
	});
});

describe('Native Profile, told something wrong', () => {
	it.each<[string, IDataObject, IDataObject[], string]>([
		[
			'an empty profile',
			{ operation: 'import', ...named('={{ "" }}') },
			[{}],
			'Native Profile must not be empty',
		],
		[
			'a zone that is none',
			{ operation: 'import', ...named('Gold'), systemTimeZone: 'Mars/Olympus' },
			[{}],
			'Time Zone of the System must be an IANA time zone',
		],
		[
			'an item without a profile',
			{ operation: 'export' },
			[{ name: 'x' }],
			'Input item field profile is missing',
		],
		[
			'a profile with a typo in it',
			{ operation: 'export' },
			[{ profile: { name: 'x', timeZone: 'UTC', periods: [], startdate: '2026-01-01' } }],
			'unknown field: startdate',
		],
		[
			'a time of day that is none',
			{
				operation: 'export',
				orderMode: 'onDemand',
				profileName: 'x',
				periods: { period: [{ name: 'p', every: 'day', at: '25:00' }] },
			},
			[{}],
			'At of period 1 must be a time of day',
		],
		[
			'a filter without a condition',
			{ ...assign('Gold'), ...matching({}) },
			[{}],
			'Filter has no condition',
		],
	])('such as %s, says so before anything is sent', async (_what, parameters, items, message) => {
		const { error } = await run(parameters, items);

		expect(error?.message).toContain(message);
		expect(lab.opened).toBe(0);
	});

	it('names the profiles that there are when the chosen one is not', async () => {
		const byName = await run({ ...assign('gold'), ...one('web-01') });
		const byId = await run({ operation: 'import', ...named('profile-99', 'id') });

		expect(byName.error?.message).toBe('libvirt has no snapshot profile named gold');
		expect(byName.error?.description).toContain('It has: Gold, Silver.');
		expect(byId.error?.message).toBe('libvirt has no snapshot profile with the ID profile-99');
	});

	it('does not guess among profiles of one name', async () => {
		const [first] = lab.system.profiles.values();
		if (first === undefined) throw new Error('There are profiles');
		lab.system.profiles.set('profile-x', { ...first, id: 'profile-x' });
		const { error } = await run({ operation: 'import', ...named('Gold') });

		expect(error?.message).toBe('2 snapshot profiles of libvirt are named Gold');
		expect(error?.description).toContain('profile-x');
	});

	it.each([
		['list', {}],
		['import', named('Gold')],
		['assign', { ...named('Gold'), ...one('web-01') }],
		['unassign', one('web-01')],
	])('as where the system keeps no profiles, tells the way out: %s', async (operation, more) => {
		lab = newLab({ nativeProfiles: false });
		const { error } = await run({ operation, ...more });

		expect(error?.message).toBe('libvirt keeps no snapshot profiles by itself');
		expect(error?.description).toContain('Snapshot Schedule Trigger');
	});
});
