import type { AutoAssignment, NativeProfiles } from '../../../snapshots/nativeProfile';
import { profileSchema } from '../../../snapshots/schedule/profile';
import { closeBenches, vprotectBench, type BenchOptions, type VprotectBench } from './bench';

afterEach(closeBenches);

const { signal } = new AbortController();
const RULES = {
	mode: 'assign',
	includeTags: ['prod'],
	excludeTags: [],
	includeExpressions: [],
	excludeExpressions: ['^lab-.*'],
	clusterIds: [],
} as const;

async function given(
	options: BenchOptions = {},
): Promise<{ bench: VprotectBench; profiles: NativeProfiles; auto: AutoAssignment }> {
	const bench = await vprotectBench(options);
	const { profiles } = bench.driver;
	if (profiles === undefined) throw new Error('The driver has no profiles');
	const { autoAssignment: auto } = profiles;
	if (auto === undefined) throw new Error('The driver has no auto-assignment');
	return { bench, profiles, auto };
}

describe('auto-assignment', () => {
	it('is previewed by vProtect, changes nothing, and is saved with all else kept', async () => {
		const { bench, auto } = await given();
		const { simulator } = bench;
		simulator.addVm({ name: 'web-02', tags: ['prod'] });
		simulator.addVm({ name: 'lab-01', tags: ['prod'] });
		const policy = { id: simulator.addPolicy({ name: 'Prod', priority: 70 }), name: 'Prod' };
		const affected = await auto.preview(policy, RULES, signal);
		expect(affected.map(({ name }) => name)).toEqual(['web-02']);
		expect((await bench.target('web-02')).details?.policy).toBeNull();
		await auto.save(policy, RULES, signal);
		expect(await auto.read(policy, signal)).toEqual(RULES);
		expect(simulator.world.policies.get(policy.id)?.settings.priority).toBe(70);
	});

	it('of a policy that is gone is NOT_FOUND', async () => {
		const { auto } = await given();
		const absent = { id: 'nowhere', name: 'absent' };
		for (const call of [auto.read(absent, signal), auto.save(absent, RULES, signal)]) {
			await expect(call).rejects.toMatchObject({ code: 'NOT_FOUND' });
		}
	});
});

describe('the removal of old snapshots', () => {
	it('leaves what the rule keeps, and tells what went', async () => {
		const { bench, profiles } = await given({ withSsh: true });
		bench.simulator.addPolicy({ name: 'Two', rule: { versions: 2 } });
		bench.simulator.addVm({ name: 'db-01', policy: 'Two' });
		const vm = await bench.target('db-01');
		const ids = ['01', '02', '03'].map((hour) =>
			bench.simulator.addSnapshot(vm.id, { takenAt: new Date(`2026-11-22T${hour}:00:00Z`) }),
		);
		const went = await profiles.applyRetention?.(vm, signal);
		expect(went?.map(({ id }) => id)).toEqual(ids.slice(0, 1));
		expect(bench.simulator.snapshotsOf(vm.id).map(({ guid }) => guid)).toEqual(ids.slice(1));
	});

	it('is UNSUPPORTED without the SSH part, and NO_POLICY without a policy', async () => {
		const without = await given();
		const web = await without.bench.target('web-01');
		await expect(without.profiles.applyRetention?.(web, signal)).rejects.toMatchObject({
			code: 'UNSUPPORTED',
		});
		const { bench, profiles } = await given({ withSsh: true });
		bench.simulator.addVm({ name: 'db-01' });
		const db = await bench.target('db-01');
		await expect(profiles.applyRetention?.(db, signal)).rejects.toMatchObject({
			code: 'NO_POLICY',
			target: { name: 'db-01' },
		});
	});
});

describe('a policy', () => {
	const profileOf = (frequency: object, retention: object = { keepFor: 'P7D' }) =>
		profileSchema.parse({
			name: 'Ours',
			timeZone: 'UTC',
			periods: [{ name: 'one', frequency, retention, quiesce: 'off' }],
		});

	it.each([
		[{ every: 'day', at: '02:30' }],
		[{ every: 'week', weekdays: ['monday', 'friday'], at: '22:00' }],
		[{ every: 'hours', count: 2, from: '08:00', to: '18:00', weekdays: ['monday', 'tuesday'] }],
		[{ every: 'minutes', count: 90 }],
		[{ every: 'month', on: { by: 'weekday', nth: 'last', weekday: 'sunday' }, at: '03:00' }],
		[
			{
				every: 'month',
				on: { by: 'weekday', nth: 'first', weekday: 'monday' },
				months: [1, 7],
				at: '03:00',
			},
		],
	])('keeps %j to the letter', async (frequency) => {
		const { profiles } = await given();
		const profile = profileOf(frequency, { last: 5 });
		expect(profiles.express(profile).notExpressible).toEqual([]);
		const saved = await profiles.save(profile, undefined, signal);
		expect(saved.periods.map(({ period }) => period)).toEqual(profile.periods);
	});

	it.each([
		[{ every: 'month', on: { by: 'day', days: [15] }, at: '03:00' }, /days of the month/],
		[{ every: 'once', dateTime: '2026-12-31T02:30' }, /single date/],
		[{ every: 'hours', count: 1, from: '20:00', to: '06:00' }, /past midnight/],
	])('can’t keep %j, and says why', async (frequency, why) => {
		const { profiles } = await given();
		const { periods, notExpressible } = profiles.express(profileOf(frequency));
		expect(periods).toEqual([]);
		expect(notExpressible.join(' ')).toMatch(why);
	});

	it('keeps one retention, so a period with another one is left out by name', async () => {
		const { profiles } = await given();
		const [one] = profileOf({ every: 'day', at: '02:30' }).periods;
		const other = { ...one, name: 'other', retention: { keepFor: 'P30D' } };
		const profile = profileSchema.parse({ name: 'Ours', timeZone: 'UTC', periods: [one, other] });
		const { periods, notExpressible } = profiles.express(profile);
		expect(periods.map(({ name }) => name)).toEqual(['one']);
		expect(notExpressible.join(' ')).toMatch(/Period other: .*one rule/);
	});

	it('that could not be made whole is removed again', async () => {
		const { bench, profiles } = await given();
		bench.simulator.fault('POST /schedules', {
			kind: 'answer',
			status: 400,
			body: { message: 'The schedule is already attached to another rule' },
		});
		const profile = profileOf({ every: 'day', at: '02:30' });
		await expect(profiles.save(profile, undefined, signal)).rejects.toMatchObject({
			code: 'CONFLICT',
		});
		const names = [...bench.simulator.world.policies.values()].map(({ name }) => name);
		expect(names).toEqual(['Daily']);
	});

	it('leaves a schedule alone that another policy uses as well', async () => {
		const { bench, profiles } = await given();
		const { simulator } = bench;
		const shared = {
			name: 'nightly',
			active: true,
			execution: { type: 'TIME', hour: 0, startWindowLength: 3_600_000 },
			daysOfWeek: ['MONDAY'],
			occurrences: [],
			months: [],
			backupType: null,
		} as const;
		simulator.addSchedule(shared);
		simulator.addPolicy({ name: 'Ours' });
		for (const policy of ['Daily', 'Ours']) simulator.attachSchedule(policy, 'nightly');
		const existing = { id: simulator.guidOf('policy', 'Ours'), name: 'Ours' };
		await profiles.save(profileOf({ every: 'day', at: '02:30' }), existing, signal);
		const all = await profiles.list({ withAssignments: false }, signal);
		const periodsOf = (name: string) =>
			all.find((one) => one.name === name)?.periods.map((one) => one.name);
		expect(periodsOf('Daily')).toEqual(['nightly']);
		expect(periodsOf('Ours')).toEqual(['one']);
	});
});
