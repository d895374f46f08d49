import { CliBench } from './support/bench';

let bench: CliBench;
beforeEach(async () => (bench = await CliBench.start()));
afterEach(async () => await bench.close());

const nightly = {
	name: 'Nightly',
	timeZone: 'Europe/Berlin',
	periods: [
		{
			name: 'Daily',
			frequency: { every: 'day', at: '02:00' },
			retention: { last: 2 },
		},
	],
};

const simulate = async (profile: unknown, ...args: readonly string[]) =>
	await bench.runBare(['simulate', await bench.write('profile.json', profile), ...args]);

it('shows each day of a profile, and the most at once in one sentence', async () => {
	const ran = await simulate(nightly, '--days', '4', '--from', '2026-12-01');
	expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
	expect(ran.stdout.split('\n').map((line) => line.trimEnd())).toEqual([
		'DAY         MADE   REMOVED  MOST AT ONCE  LEFT',
		'2026-12-01  Daily                      1     1',
		'2026-12-02  Daily                      2     2',
		'2026-12-03  Daily  Daily               3     2',
		'2026-12-04  Daily  Daily               3     2',
		'',
		expect.stringMatching(
			/^At most 3 on each VM at once, first on 2026-12-03 02:00; about 1 new a day/,
		),
		'',
	]);
});

it('prints the record that the trigger previews', async () => {
	const { records } = await simulate(nightly, '--days', '4', '--from', '2026-12-01', '--json');
	expect(records).toMatchObject([
		{ mostAtOnce: 3, madePerDay: 1.02, from: '2026-12-01T02:00:00+01:00', warnings: [] },
	]);
});

it('warns of what becomes more and more', async () => {
	const [period] = nightly.periods;
	const growing = { ...nightly, periods: [{ ...period, retention: {} }] };
	const { stderr } = await simulate(growing, '--days', '10');
	expect(stderr).toContain('warning: In the next 10 days no snapshot of Daily is removed');
});

it.each([
	['a typo in a field', { ...nightly, timezone: 'UTC' }, [], 'has an unknown field: timezone'],
	['a zone that is none', { ...nightly, timeZone: 'Mars' }, [], 'timeZone in'],
	['no period', { ...nightly, periods: [] }, [], 'needs at least one period'],
	['too many days', nightly, ['--days', '5000'], '--days must be 1000 or less'],
	['a day that is none', nightly, ['--from', 'soon'], '--from soon is no date'],
])('refuses %s', async (_what, profile, args, message) => {
	const ran = await simulate(profile, ...args);
	expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
	expect(ran.stderr).toContain(message);
});
