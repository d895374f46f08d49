import type { ErrorCode } from '../../../snapshots/errors';
import {
	died,
	fakeCluster,
	refusalOf,
	request,
	signal,
	stopped,
	TOKEN,
	UPID,
	web,
	type Answers,
} from './fakeCluster';
import type { Answer } from './fakePort';

interface Case {
	readonly said: string;
	readonly code: ErrorCode;
	readonly message?: RegExp;
	readonly advice?: RegExp;
	readonly option?: 'memory' | 'quiesce';
}

/** Each comes in the answer of some calls, and as the outcome of a task of others. */
const SAID: readonly Case[] = [
	{
		said: 'VM is locked (backup)',
		code: 'BUSY',
		message: /web-01 .*\(backup\)/,
		advice: /qm unlock/,
	},
	{ said: 'CT is locked (snapshot-delete)', code: 'BUSY', message: /\(snapshot-delete\)/ },
	{
		said: 'Failed to obtain guest migration lock - replication running?',
		code: 'BUSY',
		message: /web-01 is being replicated or migrated/,
	},
	{
		said: "can't lock file '/var/lock/qemu-server/lock-203.conf' - got timeout",
		code: 'BUSY',
		message: /web-01 is busy/,
	},
	{ said: "snapshot name 'nightly-1' already used", code: 'CONFLICT', message: /nightly-1/ },
	{
		said: 'unable to create VM 105: config file already exists',
		code: 'CONFLICT',
		advice: /VM ID/,
	},
	{
		said: "can't rollback, 'x' is not most recent snapshot on 'local-zfs:vm-100-disk-0'",
		code: 'CONFLICT',
		message: /local-zfs/,
		advice: /newest/,
	},
	{
		said: 'unable to rollback to incomplete snapshot (snapstate = prepare)',
		code: 'CONFLICT',
		advice: /never finished/,
	},
	{ said: 'snapshot feature is not available', code: 'UNSUPPORTED', advice: /LVM-thin/ },
	{
		said: "Full clone feature is not supported for a snapshot of 'local-zfs:vm-100-disk-0' (scsi0)",
		code: 'UNSUPPORTED',
		advice: /backup/,
	},
	{ said: 'Linked clone feature is not supported for a snapshot of x', code: 'UNSUPPORTED' },
	{ said: "you can't take a snapshot if it's a template", code: 'UNSUPPORTED', advice: /cloned/ },
	{
		said: 'Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: virtiofs',
		code: 'UNSUPPORTED',
		option: 'memory',
		advice: /Include Memory/,
	},
	{ said: "snapshot 'x' does not exist", code: 'NOT_FOUND', advice: /List Snapshots/ },
	{
		said: "Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist",
		code: 'NOT_FOUND',
	},
	{
		said: "snapshot 'x' needed by replication job '100-0' - run replication first",
		code: 'CONFLICT',
		advice: /replication job run/,
	},
	{
		said: "top-most snapshot of TPM state 'x' on storage with 'snapshot-as-volume-chain' cannot be removed while the VM is running.",
		code: 'CONFLICT',
		advice: /Stop it/,
	},
	{ said: 'cannot clone TPM state while VM is running', code: 'CONFLICT', advice: /Stop it/ },
	{
		said: 'Full clone of a running container is only possible from a snapshot',
		code: 'CONFLICT',
	},
	{
		said: "parameter 'storage' not allowed for linked clones",
		code: 'INVALID_INPUT',
		advice: /Target Storage/,
	},
	{ said: "can't clone VM to node 'pve2' (VM uses local storage)", code: 'INVALID_INPUT' },
	{ said: "can't clone to non-shared storage 'local'", code: 'INVALID_INPUT', advice: /shared/ },
	{ said: 'clone failed: no space left on device', code: 'QUOTA' },
	{ said: 'unexpected status', code: 'TASK_FAILED', message: /broke off/, advice: /task log/ },
	{ said: 'the storage went to sleep', code: 'TASK_FAILED', message: /went to sleep/ },
];

const inAnswer = (answer: Answer) =>
	fakeCluster({ 'POST /nodes/pve1/qemu/100/snapshot': () => answer });
const inTask = (exitstatus: string) =>
	fakeCluster({ [`GET /nodes/pve1/tasks/${UPID}/status`]: stopped(exitstatus) });

async function expectCase(answers: ReturnType<typeof fakeCluster>, one: Omit<Case, 'said'>) {
	const error = await refusalOf(answers.driver.createSnapshot(web, request, signal));
	expect(error.code).toBe(one.code);
	expect(error.target).toMatchObject({ id: '100' });
	expect(error.option).toBe(one.option);
	expect(error.message).toMatch(one.message ?? /web-01/);
	expect(error.advice).toMatch(one.advice ?? /\S/);
	expect(answers.port.calls().filter((call) => call.startsWith('POST'))).toHaveLength(1);
}

describe('an error of Proxmox VE', () => {
	it.each(SAID)('$said is $code, in an answer', async (one) => {
		await expectCase(inAnswer(died(one.said)), one);
	});

	it.each(SAID)('$said is $code, as the outcome of a task', async (one) => {
		await expectCase(inTask(one.said), one);
	});

	it.each<Case & { readonly answer: Answer }>([
		{
			said: 'which privilege is missing on what path',
			answer: [403, { data: null, message: 'Permission check failed (/vms/100, VM.Snapshot)\n' }],
			code: 'FORBIDDEN',
			message: /lacks the privilege VM\.Snapshot on \/vms\/100/,
		},
		{
			said: 'several privileges of which one is enough',
			answer: [
				403,
				{ message: 'Permission check failed (/vms/100, VM.Snapshot|VM.Snapshot.Rollback)\n' },
			],
			code: 'FORBIDDEN',
			message: /VM\.Snapshot or VM\.Snapshot\.Rollback/,
		},
		{
			said: 'what no token may do',
			answer: [
				403,
				{
					message:
						"Permission check failed (URI '/access/ticket' not available with API token, need proper ticket.\n)",
				},
			],
			code: 'FORBIDDEN',
			advice: /user name and password/,
		},
		{
			said: 'a wrong parameter by its name',
			answer: [
				400,
				{
					data: null,
					message: 'Parameter verification failed.\n',
					errors: { snapname: "invalid format - invalid configuration ID '1abc'\n" },
				},
			],
			code: 'INVALID_INPUT',
			message: /snapname: invalid format/,
		},
		{
			said: 'an ID that is taken',
			answer: [
				400,
				{ message: 'Parameter verification failed.\n', errors: { vmid: 'VM 105 already exists' } },
			],
			code: 'CONFLICT',
		},
		{
			said: 'a call that an old release does not know',
			answer: [501, { data: null, message: "Method 'POST /x' not implemented" }],
			code: 'UNSUPPORTED',
			advice: /release/,
		},
		{
			said: 'half an answer',
			answer: [200, '{"data": "UPI'],
			code: 'INVALID_RESPONSE',
		},
		{ said: 'a page of something else', answer: [200, '<html/>'], code: 'INVALID_RESPONSE' },
		{ said: 'an answer without data', answer: [200, { a: 1 }], code: 'INVALID_RESPONSE' },
		{
			said: 'an answer that names no task',
			answer: [200, { data: null }],
			code: 'INVALID_RESPONSE',
		},
		{ said: 'a proxy in between', answer: [502, '<html>Bad Gateway'], code: 'UNREACHABLE' },
	])('tells $said', async ({ answer, ...one }) => {
		await expectCase(inAnswer(answer), one);
	});

	it.each([596, 599])(
		'%d of a node is UNREACHABLE, with the words of the first line',
		async (status) => {
			const cluster = inAnswer([status, '', 'Broken pipe']);
			await expectCase(cluster, {
				code: 'UNREACHABLE',
				message: /can’t reach the node.*Broken pipe/,
			});
		},
	);

	it('is read from the first line of an answer where the body says nothing', async () => {
		for (const body of ['', { data: null }, { data: null, message: '' }]) {
			const cluster = inAnswer([500, body, 'VM is locked (backup)']);
			await expectCase(cluster, { code: 'BUSY', message: /\(backup\)/ });
		}
	});

	it('401 is AUTH after one try, whatever its body, and shows no secret', async () => {
		for (const body of ['', '<html>', { data: null }]) {
			const refused: Answers = { 'GET /cluster/resources': [401, body, 'No ticket'] };
			const { driver, port } = fakeCluster(refused);
			const error = await refusalOf(driver.readTarget(web, signal));
			expect(error.code).toBe('AUTH');
			expect(error.message).toContain('pve.example:8006');
			expect(port.seen).toHaveLength(1);
			const shown = `${error.message} ${error.advice} ${error.stack} ${String(error.cause)}`;
			expect(shown).not.toContain('tokenSecret' in TOKEN ? TOKEN.tokenSecret : '?');
		}
	});

	it('may be tried again when it is one that passes', async () => {
		const codeOf = async (answer: Answer) =>
			await refusalOf(inAnswer(answer).driver.createSnapshot(web, request, signal));
		expect((await codeOf(died('VM is locked (backup)'))).retryable).toBe(true);
		expect((await codeOf([596, ''])).retryable).toBe(true);
		expect((await codeOf(died('snapshot feature is not available'))).retryable).toBe(false);
	});
});
