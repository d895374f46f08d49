import type { ErrorCode } from '../../../snapshots/errors';
import { failureOf, identity, nightly, never, order, scripted, web } from './given';
import {
	failedAsBody,
	isWait,
	operation,
	refused,
	started,
	TRUSTED,
	type Answer,
} from './scriptedPort';

interface Case {
	readonly title: string;
	/** What the server says. */
	readonly text: string;
	/** Of the answer to the request; absent: the operation fails with it. */
	readonly status?: number;
	readonly code: ErrorCode;
	readonly advice?: RegExp;
	readonly option?: 'memory';
}

const RECORD = 'Failed creating instance snapshot record "nightly-1": ';

const CASES: readonly Case[] = [
	{
		title: 'a restricted certificate',
		status: 403,
		text: 'not authorized',
		code: 'FORBIDDEN',
		advice: /restricted/,
	},
	{
		title: 'a project that forbids snapshots',
		status: 500,
		text: 'Project "lab" doesn\'t allow for snapshot creation',
		code: 'FORBIDDEN',
		advice: /restricted\.snapshots=allow/,
	},
	{
		title: 'a name that breaks the rules',
		status: 400,
		text: 'Invalid snapshot name: Cannot contain "/"',
		code: 'INVALID_INPUT',
	},
	{
		title: 'the same, told by LXD 5.0',
		text: `${RECORD}Invalid instance snapshot name: Cannot contain space or / characters`,
		code: 'INVALID_INPUT',
	},
	{
		title: 'a taken name, told by newer Incus',
		text: `${RECORD}Snapshot "web/nightly-1" already exists`,
		code: 'CONFLICT',
		advice: /another one/,
	},
	{
		title: 'a taken name, told by LXD',
		text: `${RECORD}Add snapshot info to the database: This "instances_snapshots" entry already exists`,
		code: 'CONFLICT',
	},
	{
		title: 'a taken name, told by Incus 6.0',
		text: 'UNIQUE constraint failed: instances_snapshots.instance_id, instances_snapshots.name',
		code: 'CONFLICT',
	},
	{
		title: 'a name that is in use',
		status: 409,
		text: "Name 'web/nightly-1' already in use",
		code: 'CONFLICT',
	},
	{
		title: 'an instance that exists',
		status: 400,
		text: 'Instance "web" already exists',
		code: 'CONFLICT',
	},
	{
		title: 'memory without migration.stateful, told by Incus',
		text: 'Stateful snapshot requires migration.stateful to be set to true',
		code: 'UNSUPPORTED',
		option: 'memory',
		advice: /migration\.stateful=true/,
	},
	{
		title: 'the same, told by LXD',
		text: 'Stateful stop requires migration.stateful to be set to true',
		code: 'UNSUPPORTED',
		option: 'memory',
	},
	{
		title: 'memory of what is off',
		text: "Unable to create a stateful snapshot. The instance isn't running",
		code: 'CONFLICT',
		option: 'memory',
	},
	{
		title: 'memory without room for it',
		text: 'Stateful stop and snapshots require the instance limits.memory be less than or equal to the root disk size.state property',
		code: 'CONFLICT',
		option: 'memory',
		advice: /size\.state/,
	},
	{
		title: 'memory of a container',
		text: 'To create a stateful snapshot of a container, CRIU must be there',
		code: 'UNSUPPORTED',
		option: 'memory',
	},
	{
		title: 'a snapshot that is gone',
		text: 'Snapshot web/nightly-1 does not exist',
		code: 'NOT_FOUND',
	},
	{ title: 'a gone instance', status: 404, text: 'Instance not found', code: 'NOT_FOUND' },
	{ title: 'no reason but a status', status: 404, text: '', code: 'NOT_FOUND' },
	{
		title: 'newer snapshots in the way on ZFS',
		text: 'Snapshot "nightly-1" cannot be restored due to subsequent snapshot(s). Set zfs.remove_snapshots to override',
		code: 'CONFLICT',
		advice: /remove_snapshots/,
	},
	{
		title: 'the hidden snapshot of a copy in the way on ZFS',
		text: 'Snapshot "nightly-1" cannot be restored due to subsequent internal snapshot(s) (from a copy)',
		code: 'CONFLICT',
		advice: /Restore as New VM/,
	},
	{
		title: 'another operation on it',
		text: 'Instance is busy running a "restore" operation',
		code: 'BUSY',
	},
	{
		title: 'a volume that the storage holds',
		text: 'Failed to unmount storage volume: device or resource busy',
		code: 'BUSY',
	},
	{
		title: 'a volume in use',
		text: 'Cannot restore custom volume used by running instances',
		code: 'CONFLICT',
		advice: /Stop the instances/,
	},
	{
		title: 'a profile that is missing where the copy goes',
		status: 500,
		text: 'Requested profile "web" doesn\'t exist',
		code: 'NOT_FOUND',
		advice: /profiles/,
	},
	{
		title: 'a pool that is missing',
		text: 'Failed initialising instance: Failed loading storage pool: Storage pool not found',
		code: 'NOT_FOUND',
		advice: /Storage Pool/,
	},
	{
		title: 'a copy without a root disk',
		text: 'Failed initialising instance: No root device could be found',
		code: 'TASK_FAILED',
		advice: /profile/,
	},
	{ title: 'a full disk', text: 'btrfs: no space left on device', code: 'QUOTA' },
	{
		title: 'a full project',
		text: 'Reached maximum number of instances of type "container" in project "lab"',
		code: 'QUOTA',
	},
	{ title: 'somebody faster', status: 412, text: 'Precondition failed', code: 'CONFLICT' },
	{
		title: 'a bad expiry of the instance',
		status: 500,
		text: 'Invalid expiry expression',
		code: 'TASK_FAILED',
	},
	{ title: 'a server that starts', status: 503, text: 'Starting up', code: 'UNREACHABLE' },
	{ title: 'a proxy in front', status: 502, text: '', code: 'UNREACHABLE', advice: /run again/ },
];

/** What becomes of the order of a snapshot that is answered so. */
async function told(answer: Answer, wait?: Answer) {
	const { driver, port } = scripted((request) => {
		if (request.path === '/1.0') return TRUSTED;
		return isWait(request) && wait !== undefined ? wait : answer;
	});
	const error = await failureOf(driver.createSnapshot(web, order(), never()));
	expect(port.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
	return error;
}

function assertTold(error: Awaited<ReturnType<typeof told>>, { code, advice, option }: Case): void {
	expect(error.code).toBe(code);
	expect(error.option).toBe(option);
	expect(error.target).toEqual(web);
	expect(error.message).toContain('web');
	expect(error.advice.trim()).not.toBe('');
	if (advice !== undefined) expect(error.advice).toMatch(advice);
	expect(`${error.message} ${error.advice} ${error.stack}`).not.toContain(identity.key);
}

describe('an error of the server', () => {
	it.each(CASES.filter(({ status }) => status !== undefined))('tells of $title', async (one) =>
		assertTold(await told(refused(one.status ?? 0, one.text)), one),
	);
});

describe('an error of an operation, as Incus 6.0 tells it,', () => {
	it.each(CASES.filter(({ status }) => status === undefined))('tells of $title', async (one) => {
		assertTold(await told(started(), failedAsBody(one.text)), one);
	});
});

describe('an error of an operation, as LXD and newer Incus tell it,', () => {
	it.each(CASES.filter(({ status }) => status === undefined))('tells of $title', async (one) => {
		assertTold(await told(started(), operation(400, one.text)), one);
	});
});

describe('what comes instead of an answer', () => {
	it.each<[string, Answer, ErrorCode]>([
		['a page', [200, '<html>Login</html>'], 'INVALID_RESPONSE'],
		['half an answer', [200, '{"type":"sync",'], 'INVALID_RESPONSE'],
		['another service', [200, { ok: true }], 'INVALID_RESPONSE'],
		['an operation without a name', [202, { type: 'async', operation: '/' }], 'INVALID_RESPONSE'],
		['a page of a proxy', [502, '<html>Bad Gateway</html>'], 'UNREACHABLE'],
		['an error of the server without a word', [500, ''], 'UNREACHABLE'],
		['a server that is asked too often', [429, ''], 'BUSY'],
	])('%s is told as what it is', async (_title, answer, code) => {
		const error = await told(answer);
		expect(error.code).toBe(code);
		expect(error.message).toContain('web');
	});

	it('a snapshot with a malformed date names the field, and not its value', async () => {
		const row = { ...nightly, created_at: 'yesterday' };
		const { driver } = scripted(() => [200, { type: 'sync', metadata: [row] }]);
		const error = await failureOf(driver.listSnapshots(web, never()));
		expect(error.code).toBe('INVALID_RESPONSE');
		expect(error.message).toContain('created_at');
		expect(error.message).not.toContain('yesterday');
	});
});
