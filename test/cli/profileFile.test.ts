import { systemClock } from '../../cli/systemClock';
import type { LibvirtSimulator } from '../simulators/libvirt';
import { CliBench } from './support/bench';
import { libvirtConnection, libvirtWithVms } from './support/systems';

let bench: CliBench;
let simulator: LibvirtSimulator;

/** Ten minutes past three in Berlin, on a Sunday. */
let now = new Date();
const atTenPastThree = (): Date => new Date('2026-11-22T02:10:00Z');

beforeEach(async () => {
	now = atTenPastThree();
	bench = await CliBench.start({ ...systemClock, now: () => now });
	simulator = await libvirtWithVms(() => now);
	await bench.connect({ lab: libvirtConnection(simulator) });
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

const period = (name: string, frequency: object, retention: object = { last: 1 }) => ({
	name,
	frequency,
	retention,
	quiesce: 'off',
});
const DAILY = period('Daily', { every: 'day', at: '03:00' }, { last: 2, keepFor: 'P3D' });
const WEEKLY = period('Weekly', { every: 'week', weekdays: ['sunday'], at: '02:30' });
const MONTHLY = period('Monthly', { every: 'month', on: { by: 'day', days: [1] }, at: '03:00' });
const profile = {
	name: 'Nightly',
	timeZone: 'Europe/Berlin',
	periods: [DAILY, WEEKLY, MONTHLY],
};

const file = async (content: unknown = profile): Promise<string> =>
	await bench.write('nightly.json', content);

const snapshotsOf = (name: string): number => simulator.host.vm(name).snapshots.size;

describe('create by the file of a profile', () => {
	const create = async (...more: readonly string[]) =>
		await bench.run(['create', '--tag', 'prod', '--profile', await file(), ...more]);

	it('takes what is due of it now, with what the period says', async () => {
		const ran = await create('--json');
		expect(ran.exitCode).toBe(0);
		expect(ran.records).toMatchObject(
			['web-01', 'db-01'].flatMap((name) => [
				{
					action: 'created',
					target: { name },
					snapshot: {
						profile: 'Nightly',
						period: 'Daily',
						scheduledAt: '2026-11-22T02:00:00.000Z',
					},
				},
				{ target: { name }, snapshot: { period: 'Weekly', expiresAt: null } },
			]),
		);
		expect(ran.records[0]?.snapshot).toMatchObject({ expiresAt: '2026-11-25T02:10:00.000Z' });
		expect(ran.stderr).toContain('web-01: taking a snapshot for Daily\n');
	});

	it('never takes a second one for the same due time', async () => {
		await create();
		now = new Date(now.getTime() + 60_000);
		const { records } = await create('--json');
		expect(records.map(({ action }) => action)).toEqual(Array(4).fill('existing'));
		expect(snapshotsOf('web-01')).toBe(2);
	});

	it('takes one period of it alone when that is named', async () => {
		const { records } = await create('--period', 'Weekly', '--json');
		expect(records.map(({ snapshot }) => snapshot)).toMatchObject([
			{ period: 'Weekly' },
			{ period: 'Weekly' },
		]);
	});

	it('says when it is due next, and reaches for no system, when nothing is due', async () => {
		now = new Date('2026-11-22T12:00:00Z');
		const before = simulator.requests.length;
		const ran = await create();
		expect(ran).toMatchObject({ exitCode: 0, stdout: '' });
		expect(ran.stderr).toBe(
			'Nothing of Nightly was due since 2026-11-22 12:00. Next: Daily, 2026-11-23 03:00 (Europe/Berlin).\n',
		);
		expect(simulator.requests).toHaveLength(before);
		expect((await create('--quiet')).stderr).toBe('');
	});

	it('looks back as long as it is told to', async () => {
		now = new Date('2026-11-22T12:00:00Z');
		const { records } = await create('--since', '30d', '--json');
		expect(records).toHaveLength(2 * 3);
	});

	it('keeps a note and a hold, which no profile says', async () => {
		const hold = ['--hold-by', 'Ada', '--hold-reason', 'CHG-1'];
		const { records } = await create('--period', 'Daily', '--json', '--note', 'by cron', ...hold);
		expect(records[0]?.snapshot).toMatchObject({
			heldBy: 'Ada',
			description: expect.stringContaining('by cron'),
		});
	});
});

describe('prune by the file of a profile', () => {
	/** Without an expiry, since these are made as of long ago. */
	const undated = { ...profile, periods: [{ ...DAILY, retention: { last: 2 } }, WEEKLY, MONTHLY] };
	const prune = async (...more: readonly string[]) =>
		await bench.run(['prune', 'db-01', '--profile', await file(undated), ...more]);

	/** Three of each of two periods. */
	beforeEach(async () => {
		for (const day of ['2026-11-08', '2026-11-15', '2026-11-22']) {
			now = new Date(`${day}T02:10:00Z`);
			await bench.run(['create', 'db-01', '--profile', await file(undated)]);
		}
	});

	it('goes by the rules of each period', async () => {
		const ran = await prune('--json');
		expect(ran.exitCode).toBe(0);
		const counted = (name: string) =>
			ran.records
				.filter(({ plan }) => (plan as { readonly period: string }).period === name)
				.map(({ action }) => action);
		expect(counted('Daily')).toEqual(['kept', 'kept', 'wouldDelete']);
		expect(counted('Weekly')).toEqual(['kept', 'wouldDelete', 'wouldDelete']);
		expect(snapshotsOf('db-01')).toBe(6);
	});

	it('deletes what they no longer keep, or what they don’t of one period', async () => {
		expect((await prune('--period', 'Daily', '--yes')).exitCode).toBe(0);
		expect(snapshotsOf('db-01')).toBe(5);
		expect((await prune('--yes')).exitCode).toBe(0);
		expect(snapshotsOf('db-01')).toBe(3);
	});

	it('makes a plan that is carried out later, for all its periods', async () => {
		const plan = await bench.write('plan.jsonl', (await prune('--json')).stdout);
		const ran = await bench.run(['prune', '--plan', plan, '--json']);
		expect(ran.exitCode).toBe(0);
		expect(ran.records.filter(({ action }) => action === 'deleted')).toHaveLength(3);
		expect(snapshotsOf('db-01')).toBe(3);
	});

	it('does not let several periods judge what others made', async () => {
		const refused = await prune('--include-foreign');
		expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
		expect(refused.stderr).toContain('Give --period with the one whose rules are meant');
		expect((await prune('--include-foreign', '--period', 'Daily')).exitCode).toBe(0);
	});
});

describe('a file that can’t be meant', () => {
	const [first] = profile.periods;
	const changed = (change: object) => ({ ...profile, periods: [{ ...first, ...change }] });

	it.each<[string, object, string]>([
		[
			'a rule that is none',
			changed({ retention: { daily: 'many' } }),
			'periods.0.retention.daily in FILE must be a whole number, 0 or more, or "all"',
		],
		[
			'a typo in a rule',
			changed({ retention: { dialy: 7 } }),
			'periods.0.retention in FILE has an unknown field: dialy',
		],
		[
			'a time that is none',
			changed({ frequency: { every: 'day', at: '25:00' } }),
			'periods.0.frequency.at in FILE must be a time of day such as 02:30',
		],
		['a zone that is none', { ...profile, timeZone: 'Mars' }, 'timeZone in FILE must be'],
		['no name', { ...profile, name: undefined }, 'name in FILE is missing'],
		['no period', { ...profile, periods: [] }, 'periods in FILE needs at least one period'],
	])('%s', async (_what, content, message) => {
		const path = await file(content);
		for (const command of ['create', 'prune']) {
			const ran = await bench.run([command, 'db-01', '--profile', path]);
			expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
			expect(ran.stderr).toContain(message.replace('FILE', path));
		}
		expect(simulator.requests).toEqual([]);
	});

	it.each<[string, readonly string[], string]>([
		['create', ['--label', 'x'], '--label can’t be given besides'],
		['create', ['--keep-for', '3d'], '--keep-for can’t be given besides'],
		['create', ['--quiesce', 'off'], '--quiesce can’t be given besides'],
		['create', ['--run-key', 'x'], '--run-key can’t be given besides'],
		['create', ['--period', 'Hourly'], 'There are: Daily, Weekly, Monthly.'],
		['prune', ['--keep-last', '1'], '--keep-last can’t be given besides'],
		['prune', ['--time-zone', 'UTC'], '--time-zone can’t be given besides'],
		['prune', ['--period', 'Hourly'], 'has no period "Hourly"'],
	])('%s with %p', async (command, more, message) => {
		const ran = await bench.run([command, 'db-01', '--profile', await file(), ...more]);
		expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
		expect(ran.stderr).toContain(message);
	});

	it('is not there', async () => {
		const ran = await bench.run(['prune', 'db-01', '--profile', '/nowhere/nightly.json']);
		expect(ran.exitCode).toBe(2);
		expect(ran.stderr).toContain(
			'The profile can’t be read from /nowhere/nightly.json: it is not there',
		);
	});

	it('is no file at all, but a name', async () => {
		const ran = await bench.run(['create', 'db-01', '--profile', 'Nightly', '--since', '1h']);
		expect(ran.exitCode).toBe(2);
		expect(ran.stderr).toContain('--period and --since go with the file of a profile');
	});
});
