import type { LibvirtSimulator } from '../simulators/libvirt';
import { CliBench } from './support/bench';
import { libvirtConnection, libvirtWithVms } from './support/systems';

let bench: CliBench;
let simulator: LibvirtSimulator;

beforeEach(async () => {
	bench = await CliBench.start();
	simulator = await libvirtWithVms();
	await bench.connect({ lab: libvirtConnection(simulator) });
});
afterEach(async () => {
	await simulator.close();
	await bench.close();
});

const create = async (...args: readonly string[]) => {
	const { records } = await bench.run(['create', '--json', '--quiet', ...args]);
	return records.map(({ snapshot }) => snapshot as { readonly name: string; readonly id: string });
};

describe('list', () => {
	it('shows nothing to read where there is nothing, and says how many it looked at', async () => {
		const ran = await bench.run(['list']);
		expect(ran).toMatchObject({ exitCode: 0, stdout: '' });
		expect(ran.stderr).toBe('No snapshots. Looked at 3; --all shows them.\n');
	});

	it('shows targets without snapshots when it is asked to, by name', async () => {
		const { stdout } = await bench.run(['list', '--all']);
		expect(stdout.split('\n').map((line) => line.split(/ +/)[0])).toEqual([
			'TARGET',
			'db-01',
			'test-01',
			'web-01',
			'',
		]);
	});

	it('selects by the filter that the nodes have; what is excluded is out', async () => {
		const targets = async (...args: string[]) =>
			(await bench.run(['list', '--all', '--json', ...args])).records.map(
				({ target }) => (target as { readonly name: string }).name,
			);
		expect(await targets('--tag', 'prod')).toEqual(['db-01', 'web-01']);
		expect(await targets('--match', '*-01', '--exclude-tag', 'web')).toEqual(['db-01', 'test-01']);
		expect(await targets('--match-regex', '^(web|db)', '--state', 'running')).toEqual(['web-01']);
		expect(await targets('--any', '--tag', 'web', '--match', 'test-*')).toEqual([
			'test-01',
			'web-01',
		]);
		expect(await targets('db-01', simulator.host.vm('web-01').uuid)).toEqual(['db-01', 'web-01']);
	});
});

describe('create', () => {
	it('prints the record that the node emits, and progress beside it', async () => {
		const ran = await bench.run(['create', 'db-01', '--label', 'before upgrade', '--json']);
		expect(ran.exitCode).toBe(0);
		expect(ran.records).toEqual([
			{
				system: 'libvirt',
				target: expect.objectContaining({ level: 'vm', name: 'db-01', powerState: 'stopped' }),
				snapshot: expect.objectContaining({ managed: true, profile: 'On Demand' }),
				action: 'created',
				warnings: [],
			},
		]);
		expect(ran.stderr).toBe('[1/1] db-01: taking a snapshot\n[1/1] db-01: created\n');
	});

	it('prints an aligned table for people', async () => {
		const { stdout } = await bench.run(['create', '--tag', 'prod', '--keep-for', '3d', '-q']);
		const [head = '', ...rows] = stdout.trimEnd().split('\n');
		expect(head).toMatch(/^ACTION +TARGET +SNAPSHOT +TAKEN +CONSISTENCY +EXPIRES$/);
		expect(rows).toHaveLength(2);
		for (const row of rows) expect(row.indexOf('On-Demand')).toBe(head.indexOf('SNAPSHOT'));
	});

	it('never takes a second snapshot under the same run key', async () => {
		const again = async () =>
			(await bench.run(['create', 'db-01', '--run-key', 'CHG-1', '--json'])).records;
		const [first] = await again();
		const [second] = await again();
		expect([first?.action, second?.action]).toEqual(['created', 'existing']);
		expect(second?.snapshot).toEqual(first?.snapshot);
		expect(simulator.count('domainSnapshotCreateXML')).toBe(1);
	});

	it('does what can be done and ends with 3 when only a part of the targets failed', async () => {
		const kept = new AbortController();
		const unlock = simulator.host.lock('db-01', 'remoteDispatchDomainBackupBegin');
		const args = ['create', '--match', '*', '--wait-while-locked', '0', '--memory'];
		const ran = await bench.run(args, { signal: kept.signal });
		unlock();
		expect(ran.exitCode).toBe(3);
		expect(ran.stdout).toContain('created  web-01');
		expect(ran.stderr).toMatch(/error: .*db-01.* \[BUSY\]\n {7}.*raise --wait-while-locked/);
	});

	it('names a VM that is not there, and ends with 1', async () => {
		const ran = await bench.run(['create', 'web-02']);
		expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
		expect(ran.stderr).toContain('error: There is no VM named web-02 [NOT_FOUND]');
	});
});

describe('delete', () => {
	it('only previews unless --yes is given', async () => {
		const [made] = await create('db-01');
		const args = ['delete', 'db-01', '--snapshot', made?.name ?? ''];
		const preview = await bench.run(args);
		expect(preview.exitCode).toBe(0);
		expect(preview.stdout).toContain('would delete');
		expect(preview.stderr).toContain(
			'Preview: nothing was deleted. Give --yes to delete 1 snapshot.',
		);
		expect(simulator.count('domainSnapshotDelete')).toBe(0);

		const done = await bench.run([...args, '--yes', '--json']);
		expect(done.records).toMatchObject([{ action: 'deleted' }]);
		expect((await bench.run([...args, '--yes'])).exitCode).toBe(1);
		const again = await bench.run([...args, '--yes', '--if-there', '--json']);
		expect(again).toMatchObject({ exitCode: 0, records: [{ action: 'missing', snapshot: null }] });
	});

	it('leaves alone what is held, until it is released', async () => {
		await create('db-01');
		const chosen = ['db-01', '--newest', '--of-profile', 'On Demand'];
		const held = await bench.run(['hold', ...chosen, '--by', 'Ada', '--reason', 'CHG-1']);
		expect(held.stdout).toMatch(/^ACTION.*HELD\nheld .*Ada\n$/);
		const refused = await bench.run(['delete', ...chosen, '--yes']);
		expect(refused.exitCode).toBe(1);
		expect(refused.stderr).toContain('is held by Ada: CHG-1 [CONFLICT]');
		await bench.run(['hold', ...chosen, '--release']);
		expect((await bench.run(['delete', ...chosen, '--yes'])).exitCode).toBe(0);
	});
});

describe('revert and restore', () => {
	it('goes back, after a safety snapshot of what is there now', async () => {
		await create('db-01', '--label', 'good');
		const ran = await bench.run(['revert', 'db-01', '--newest', '--json']);
		expect(ran.exitCode).toBe(0);
		expect(ran.records).toMatchObject([
			{ action: 'reverted', safetySnapshot: { profile: 'Before Revert' }, lost: [] },
		]);
	});

	it('makes a new VM and leaves the old one as it is', async () => {
		const [made] = await create('db-01');
		const ran = await bench.run([
			'restore',
			'db-01',
			'--snapshot',
			`id:${made?.id}`,
			'--name',
			'db-01-test',
			'--json',
		]);
		expect(ran.records).toMatchObject([
			{
				action: 'restored',
				target: { name: 'db-01' },
				newTarget: { name: 'db-01-test', powerState: 'stopped' },
			},
		]);
	});
});
