import { createSnapshot } from '../simulators/libvirt/model/snapshotCreate';
import type { LibvirtSimulator } from '../simulators/libvirt';
import { CliBench } from './support/bench';
import { libvirtConnection, libvirtWithVms } from './support/systems';

let bench: CliBench;
let simulator: LibvirtSimulator;

beforeEach(async () => {
	bench = await CliBench.start();
	simulator = await libvirtWithVms();
	await bench.connect({ lab: libvirtConnection(simulator) });
	for (const key of ['1', '2', '3']) {
		await bench.run(['create', 'db-01', 'test-01', '--profile', 'Nightly', '--run-key', key]);
	}
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

const snapshotsOf = (name: string): number => simulator.host.vm(name).snapshots.size;
const RULES = ['--profile', 'Nightly', '--keep-last', '1'];

it('previews with the reasons of each, and deletes nothing', async () => {
	const ran = await bench.run(['prune', 'db-01', ...RULES, '--json']);
	expect(ran.exitCode).toBe(0);
	expect(ran.records.map(({ action }) => action)).toEqual(['kept', 'wouldDelete', 'wouldDelete']);
	expect(ran.records[0]).toMatchObject({
		reasons: [expect.stringContaining('newest'), 'last 1 of 1'],
		plan: { profile: 'Nightly', period: null, policy: { last: 1 } },
	});
	expect(snapshotsOf('db-01')).toBe(3);
});

it('deletes what no rule keeps when it is told to, and nothing of another profile', async () => {
	await bench.run(['create', 'db-01', '--profile', 'Other']);
	const ran = await bench.run(['prune', 'db-01', ...RULES, '--yes']);
	expect(ran.exitCode).toBe(0);
	expect(ran.stdout.match(/^deleted/gm)).toHaveLength(2);
	expect(snapshotsOf('db-01')).toBe(2);
});

it('carries out a plan that was kept in a file, for all its targets', async () => {
	const { stdout } = await bench.run([
		'prune',
		'--match',
		'*-01',
		'--exclude-tag',
		'web',
		...RULES,
		'--json',
	]);
	const plan = await bench.write('plan.jsonl', stdout);
	const ran = await bench.run(['prune', '--plan', plan, '--json']);
	expect(ran.exitCode).toBe(0);
	expect(ran.records.filter(({ action }) => action === 'deleted')).toHaveLength(4);
	expect([snapshotsOf('db-01'), snapshotsOf('test-01')]).toEqual([1, 1]);
});

it('deletes nothing of a target where anything has changed since the plan', async () => {
	const { stdout } = await bench.run(['prune', 'db-01', 'test-01', ...RULES, '--json']);
	const plan = await bench.write('plan.jsonl', stdout);
	await bench.run(['create', 'db-01', '--profile', 'Nightly', '--run-key', '4']);
	const ran = await bench.run(['prune', '--plan', plan]);
	expect(ran.exitCode).toBe(3);
	expect(ran.stderr).toContain('The plan for db-01 is no longer what it was');
	expect([snapshotsOf('db-01'), snapshotsOf('test-01')]).toEqual([4, 1]);
});

it.each([
	['something that is no plan', '{"a":1}', [], 'plan in Line 1 of the plan is missing'],
	['half a line', '{"plan":', [], 'Line 1 of the plan is not valid JSON'],
	['nothing', '\n', [], 'The plan is empty'],
	['rules besides it', '', ['--keep-last', '1'], '--plan says which targets'],
	['targets besides it', '', ['db-01'], '--plan says which targets'],
])('refuses a plan with %s, and deletes nothing', async (_what, content, more, message) => {
	const plan = await bench.write('plan.jsonl', content);
	const ran = await bench.run(['prune', '--plan', plan, ...more]);
	expect(ran.exitCode).toBe(2);
	expect(ran.stderr).toContain(message);
	expect(snapshotsOf('db-01')).toBe(3);
});

it('leaves alone what others made, unless it is told otherwise', async () => {
	const { host } = simulator;
	const xml = '<domainsnapshot><name>by-hand</name></domainsnapshot>';
	await createSnapshot(host, host.vm('db-01'), xml, 0);
	const rows = async (...more: string[]) =>
		(await bench.run(['prune', 'db-01', ...RULES, '--json', ...more])).records.length;
	expect(await rows()).toBe(3);
	expect(await rows('--include-foreign')).toBe(4);
});
