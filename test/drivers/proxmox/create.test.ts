import { data, died, fakeCluster, refusalOf, request, signal, snapshotRow } from './fakeCluster';
import { stopped, UPID, web, type Answers } from './fakeCluster';

const GUEST = '/nodes/pve1/qemu/100';
const STATUS = `GET ${GUEST}/status/current`;
const TASK = `GET /nodes/pve1/tasks/${UPID}`;
const CONFIG = `PUT ${GUEST}/snapshot/nightly-1/config`;

/** A cluster that keeps the one snapshot that is made. */
function keeping(answers: Answers = {}) {
	let made: Record<string, unknown> | undefined;
	const { CONFIG: put = data(null) } = answers;
	return fakeCluster({
		[`POST ${GUEST}/snapshot`]: ({ body }) => {
			const { snapname, ...more } = body as Record<string, unknown>;
			made = { ...snapshotRow(String(snapname)), ...more };
			return data(UPID);
		},
		[`GET ${GUEST}/snapshot`]: () => data([...(made ? [made] : []), { name: 'current' }]),
		[CONFIG]: (asked) => {
			const answer = typeof put === 'function' ? put(asked) : put;
			if (made !== undefined && answer?.[0] === 200) Object.assign(made, asked.body);
			return answer;
		},
		...answers,
	});
}

const log = (...lines: string[]) => ({
	[`${TASK}/log`]: data(lines.map((t, at) => ({ n: at + 1, t }))),
});
const quiescing = { ...request, quiesce: true };

describe('a snapshot', () => {
	it('is ordered once, waited for and read back, in five requests besides the search for the guest', async () => {
		const { driver, port } = keeping();
		const made = await driver.createSnapshot(web, request, signal);
		expect(made).toMatchObject({ id: 'nightly-1', description: 'text', consistency: 'crash' });
		expect(port.calls()).toEqual([
			'GET /cluster/resources',
			STATUS,
			`POST ${GUEST}/snapshot`,
			`${TASK}/status`,
			`GET ${GUEST}/snapshot`,
			'GET /storage',
		]);
		expect(port.seen[2]?.body).toEqual({ snapname: 'nightly-1', description: 'text' });
		const types = port.seen.map(({ headers }) => headers['Content-Type']);
		const form = 'application/x-www-form-urlencoded';
		expect(types).toEqual([undefined, undefined, form, undefined, undefined, undefined]);
	});

	it('is waited for however long its task runs', async () => {
		let looks = 0;
		const { driver, clock } = keeping({
			[`${TASK}/status`]: () =>
				(looks += 1) < 200 ? data({ status: 'running', type: 'qmsnapshot' }) : stopped('OK'),
		});
		const before = clock.now().getTime();
		await driver.createSnapshot(web, request, signal);
		expect(clock.now().getTime() - before).toBeGreaterThan(15 * 60_000);
	});

	it('is done when its task ends with warnings', async () => {
		const { driver } = keeping({ [`${TASK}/status`]: stopped('WARNINGS: 2') });
		expect((await driver.createSnapshot(web, request, signal)).state).toBe('ready');
	});

	it.each(['unexpected status', 'unable to get last line of log', ''])(
		'whose task ends with %j for a moment is looked at once more',
		async (exitstatus) => {
			let looks = 0;
			const { driver } = keeping({
				[`${TASK}/status`]: () => stopped((looks += 1) === 1 ? exitstatus : 'OK'),
			});
			await driver.createSnapshot(web, request, signal);
			expect(looks).toBe(2);
		},
	);

	it('whose task broke off is TASK_FAILED', async () => {
		const { driver } = keeping({ [`${TASK}/status`]: stopped('unexpected status') });
		const error = await refusalOf(driver.createSnapshot(web, request, signal));
		expect(error.code).toBe('TASK_FAILED');
		expect(error.message).toMatch(/web-01.*broke off/);
	});

	it('whose task is not known any more is TASK_FAILED', async () => {
		const { driver } = keeping({
			[`${TASK}/status`]: [400, { errors: { upid: 'no such task' }, message: 'Parameter…' }],
		});
		expect((await refusalOf(driver.createSnapshot(web, request, signal))).code).toBe('TASK_FAILED');
	});

	it('of a locked guest is BUSY before it is ordered', async () => {
		const { driver, port } = keeping({ [STATUS]: data({ status: 'running', lock: 'backup' }) });
		const error = await refusalOf(driver.createSnapshot(web, request, signal));
		expect(error.code).toBe('BUSY');
		expect(error.message).toMatch(/web-01 .*backup/);
		expect(port.calls().some((call) => call.startsWith('POST'))).toBe(false);
	});

	it.each([
		['no task is to be seen', [], /qm unlock 100.*pve1/],
		['a task is at work', [{ type: 'qmdelsnapshot', user: 'x@pve' }], /\(snapshot-delete\)$/],
	])('under a lock that may be left over tells the way out when %s', async (_what, tasks, said) => {
		const { driver } = keeping({
			[STATUS]: data({ status: 'running', lock: 'snapshot-delete' }),
			'GET /nodes/pve1/tasks': data(tasks),
		});
		const error = await refusalOf(driver.createSnapshot(web, request, signal));
		expect(error.code).toBe('BUSY');
		expect(error.message).toMatch(said);
	});

	it.each(['a', '1abc', 'no.dots', 'has blank', 'current', 'PENDING', 'vzdump', 'n'.repeat(41)])(
		'named %j is refused before anything is asked',
		async (name) => {
			const { driver, port } = keeping();
			const error = await refusalOf(driver.createSnapshot(web, { ...request, name }, signal));
			expect(error.code).toBe('INVALID_INPUT');
			expect(port.seen).toEqual([]);
		},
	);
});

describe('a snapshot with memory', () => {
	const wanted = { ...request, memory: true };

	it('is ordered as such of a VM that runs, and never quiesced', async () => {
		const { driver, port } = keeping();
		const made = await driver.createSnapshot(web, { ...wanted, quiesce: true }, signal);
		expect(made.consistency).toBe('memory');
		expect(port.calls().some((call) => call.endsWith('/log'))).toBe(false);
	});

	it('of a stopped VM holds its disks alone', async () => {
		const { driver, port } = keeping({ [STATUS]: data({ status: 'stopped' }) });
		expect((await driver.createSnapshot(web, wanted, signal)).consistency).toBe('crash');
		expect(port.seen.find(({ method }) => method === 'POST')?.body).not.toHaveProperty('vmstate');
	});

	it('of a container is refused before anything is done', async () => {
		const { driver, port } = keeping({
			'GET /cluster/resources': data([{ vmid: 100, node: 'pve1', type: 'lxc', status: 'running' }]),
		});
		const error = await refusalOf(driver.createSnapshot(web, wanted, signal));
		expect(error).toMatchObject({ code: 'UNSUPPORTED', option: 'memory' });
		expect(port.calls()).toEqual(['GET /cluster/resources']);
	});
});

describe('a quiesced snapshot', () => {
	const frozen = async (answers: Answers) =>
		(await keeping(answers).driver.createSnapshot(web, quiescing, signal)).consistency;

	it.each([
		['says nothing of freezing', "snapshotting 'drive-scsi0' (local-lvm:vm-100-disk-0)"],
		['was frozen already', 'skipping guest filesystem freeze - already frozen'],
		['could not be thawed', 'guest-fsfreeze-thaw problems - VM 100 qga command failed'],
	])('is quiesced when its log %s', async (_what, line) => {
		expect(await frozen(log(line, 'TASK OK'))).toBe('quiesced');
	});

	it.each([
		'skipping guest filesystem freeze - agent configured but not running?',
		'skipping guest filesystem freeze - disabled in VM options',
		"QEMU Guest Agent is not running - VM 100 qga command 'guest-ping' failed - got timeout",
		'unable to freeze guest fs - unexpected status',
		'querying status after freezing guest fs failed - timeout',
		"guest-fsfreeze-freeze problems - VM 100 qga command 'guest-fsfreeze-freeze' failed",
		'WARN: freeze of guest file systems failed',
	])('is not when its log says %s', async (line) => {
		expect(await frozen(log(line, 'TASK OK'))).toBe('crash');
		expect(await frozen({ ...log(line), [`${TASK}/status`]: stopped('WARNINGS: 1') })).toBe(
			'crash',
		);
	});

	it('keeps that in its description, where people don’t see it through us', async () => {
		const { driver, port } = keeping(log('TASK OK'));
		const made = await driver.createSnapshot(web, quiescing, signal);
		expect(made.description).toBe('text');
		const put = port.seen.find(({ method }) => method === 'PUT');
		expect(put?.body).toEqual({ description: 'text\n[vm-snapshots:quiesced]' });
		expect((await driver.listSnapshots(web, signal))[0]?.consistency).toBe('quiesced');
		const changed = await driver.updateSnapshot?.(web, made, { description: 'other' }, signal);
		expect(changed).toMatchObject({ description: 'other', consistency: 'quiesced' });
	});

	it('is noted as soon as somebody else’s lock is off', async () => {
		let tries = 0;
		const put = () => ((tries += 1) < 3 ? died('VM is locked (backup)') : data(null));
		expect(await frozen({ ...log('TASK OK'), CONFIG: put })).toBe('quiesced');
		expect(tries).toBe(3);
	});

	it('counts as unquiesced while that can’t be noted', async () => {
		const put = died('VM is locked (backup)');
		expect(await frozen({ ...log('TASK OK'), CONFIG: put })).toBe('crash');
	});

	it('is refused when the agent is turned off, before anything is made', async () => {
		const { driver, port } = keeping({ [STATUS]: data({ status: 'running', agent: 0 }) });
		const error = await refusalOf(driver.createSnapshot(web, quiescing, signal));
		expect(error.option).toBe('quiesce');
		expect(error.advice).toMatch(/qemu-guest-agent/);
		expect(port.calls().some((call) => call.startsWith('POST'))).toBe(false);
	});

	it('of a stopped VM asks neither the agent nor the log', async () => {
		const { driver, port } = keeping({ [STATUS]: data({ status: 'stopped' }) });
		expect((await driver.createSnapshot(web, quiescing, signal)).consistency).toBe('crash');
		expect(port.calls().some((call) => call.endsWith('/log'))).toBe(false);
	});
});
