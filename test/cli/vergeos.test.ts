import type { VergeosSimulator } from '../simulators/vergeos';
import { pollingClock } from '../support/pollingClock';
import { CliBench } from './support/bench';
import { vergeosConnection, vergeosWithVms } from './support/systems';

let bench: CliBench;
let simulator: VergeosSimulator;

beforeEach(async () => {
	const clock = pollingClock();
	bench = await CliBench.start(clock);
	simulator = await vergeosWithVms(clock);
	await bench.connect({ cloud: vergeosConnection(simulator) });
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

it('takes a snapshot of the whole system with the system’s own settings, and restores VMs out of it', async () => {
	const set = ['--set', 'private=true'];
	const taken = await bench.run(['create', '--level', 'system', ...set, '--json']);
	expect(taken).toMatchObject({
		exitCode: 0,
		records: [{ action: 'created', target: { level: 'system' } }],
	});
	const ran = await bench.run([
		'restore',
		'-l',
		'system',
		'--newest',
		'--part',
		'*-01',
		'-n',
		'*-copy',
		'--json',
	]);
	expect(ran.exitCode).toBe(0);
	expect(ran.records.map(({ newTarget }) => newTarget)).toMatchObject([
		{ level: 'vm', name: 'db-01-copy', powerState: 'stopped' },
		{ level: 'vm', name: 'web-01-copy', powerState: 'stopped' },
	]);
});

it('tells what a snapshot of the system holds', async () => {
	await bench.run(['create', '--level', 'system']);
	const { records } = await bench.run(['list', '-l', 'system', '--contents', '--json']);
	expect(records[0]?.contents).toMatchObject([
		{ level: 'vm', name: 'db-01' },
		{ level: 'vm', name: 'web-01' },
	]);
});

it('refuses what the system can’t do, with the way out in the words of this program', async () => {
	const ran = await bench.run(['create', 'web-01', '--memory']);
	expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
	expect(ran.stderr).toContain('[UNSUPPORTED]\n       Leave --memory away.');
});

it('shows names from the system as plain text, whatever stands in them', async () => {
	simulator.addVm({ name: 'evil\u001b[2J\nvm', running: false });
	const ran = await bench.run(['create', '--match', 'evil*']);
	expect(ran.exitCode).toBe(0);
	expect(ran.stdout + ran.stderr).not.toContain('\u001b');
	expect(ran.stdout.trimEnd().split('\n')).toHaveLength(2);
});

it('says when a wait was cancelled before anything was begun, and ends with 130', async () => {
	const cancel = new AbortController();
	cancel.abort();
	const ran = await bench.run(['list'], { signal: cancel.signal });
	expect(ran).toMatchObject({ exitCode: 130, stdout: '' });
	expect(ran.stderr).toContain('[CANCELLED]');
});
