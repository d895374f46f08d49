import { vergeosDriver } from '../../../drivers/vergeos/driver';
import { authorizationOf } from '../../../drivers/vergeos/login';
import { SnapshotError, type ErrorCode } from '../../../snapshots/errors';
import type { Target } from '../../../snapshots/model';
import { pollingClock } from '../../support/pollingClock';
import { rejectionOf } from '../../support/thrownBy';
import { fakePort, type Answer } from './fakePort';

const target: Target = { level: 'vm', id: '5', name: 'web-01', powerState: 'running', tags: [] };
const login = { username: 'n8n-user', password: 'p4ssw0rd-of-n8n' };
const vm = { $key: 5, name: 'web-01', machine: 200, is_snapshot: false, status: 'running' };
const request = { name: 'nightly-1', description: '', memory: false, quiesce: false };
const { signal } = new AbortController();

/** What becomes of an answer to the POST of a snapshot. */
async function refusedBy(answer: Answer): Promise<SnapshotError> {
	const port = fakePort(({ method }) => (method === 'GET' ? [200, vm] : answer));
	const driver = vergeosDriver(port, login, pollingClock());
	const error = await rejectionOf(driver.createSnapshot(target, request, signal));
	expect(port.seen.filter(({ method }) => method === 'POST')).toHaveLength(1);
	if (!(error instanceof SnapshotError)) throw error;
	return error;
}

interface Case {
	readonly title: string;
	readonly answer: Answer;
	readonly code: ErrorCode;
	readonly advice?: RegExp;
	readonly option?: 'quiesce';
}

const CASES: readonly Case[] = [
	{ title: 'wrong key or password', answer: [401, { err: 'Login required' }], code: 'AUTH' },
	{ title: 'no permission', answer: [403, { err: 'Permission denied' }], code: 'FORBIDDEN' },
	{
		title: 'an address that the key may not be used from',
		answer: [403, { err: 'IP address not in allow list' }],
		code: 'FORBIDDEN',
		advice: /allow list/,
	},
	{
		title: 'a taken name',
		answer: [409, { err: 'This name already exists' }],
		code: 'CONFLICT',
		advice: /another one/,
	},
	{
		title: 'a taken name told as a validation',
		answer: [422, { err: 'A snapshot already exists with this name' }],
		code: 'CONFLICT',
	},
	{
		title: 'a name that is too long',
		answer: [422, { err: "Validation error on field: 'name' - 'too long'" }],
		code: 'INVALID_INPUT',
		advice: /128/,
	},
	{
		title: 'a missing value',
		answer: [422, { err: 'Machine is a required parameter' }],
		code: 'INVALID_INPUT',
	},
	{
		title: 'a malformed filter',
		answer: [422, { err: 'Invalid argument' }],
		code: 'INVALID_INPUT',
	},
	{ title: 'a bad request', answer: [400, { err: 'Bad request' }], code: 'INVALID_INPUT' },
	{
		title: 'an unknown action',
		answer: [422, { err: "value 'snapshot' is not in list for field 'action'" }],
		code: 'UNSUPPORTED',
		advice: /26\.0/,
	},
	{ title: 'what is not permitted', answer: [405, { err: 'nope' }], code: 'UNSUPPORTED' },
	{
		title: 'any other refusal',
		answer: [422, { err: 'The storage tier went to sleep' }],
		code: 'TASK_FAILED',
	},
	{
		title: 'a running VM on restore',
		answer: [409, { err: 'Cannot restore while the virtual machine is running' }],
		code: 'CONFLICT',
		advice: /stop it/,
	},
	{
		title: 'a tenant that is online',
		answer: [422, { err: 'Tenant must be powered off' }],
		code: 'CONFLICT',
		advice: /stop it/,
	},
	{
		title: 'a snapshot locked as immutable',
		answer: [403, { err: 'Snapshot is immutable and locked' }],
		code: 'CONFLICT',
		advice: /lock ends/,
	},
	{
		title: 'somebody else at work',
		answer: [409, { err: 'Resource busy: locked by backup-job' }],
		code: 'BUSY',
	},
	{
		title: 'a task that is under way',
		answer: [409, { err: 'A snapshot task is already running' }],
		code: 'BUSY',
	},
	{
		title: 'a service that is not there',
		answer: [422, { err: 'The NAS service is not running' }],
		code: 'TASK_FAILED',
	},
	{ title: 'a lock', answer: [423, { err: 'held by node2' }], code: 'BUSY' },
	{
		title: 'an agent that does not freeze',
		answer: [422, { err: 'Guest agent is not connected' }],
		code: 'TASK_FAILED',
		option: 'quiesce',
	},
	{ title: 'a full storage', answer: [422, { err: 'No space left on tier 1' }], code: 'QUOTA' },
	{
		title: 'too many snapshots',
		answer: [422, { err: 'Maximum of 2048 snapshots reached' }],
		code: 'QUOTA',
	},
	{
		title: 'a foreign key that leads nowhere',
		answer: [404, { err: "error setting field 'machine' No such file or directory" }],
		code: 'NOT_FOUND',
	},
	{ title: 'too many requests', answer: [429, {}], code: 'BUSY', advice: /1,000 requests/ },
	{ title: 'an error of the server', answer: [500, { err: 'oops' }], code: 'UNREACHABLE' },
	{
		title: 'a proxy without a server behind it',
		answer: [502, '<html>Bad Gateway</html>'],
		code: 'UNREACHABLE',
		advice: /run again/,
	},
	{ title: 'a server under repair', answer: [503], code: 'UNREACHABLE' },
	{ title: 'a proxy that waited too long', answer: [504], code: 'UNREACHABLE' },
	{ title: 'half an answer', answer: [200, '{"$key": '], code: 'INVALID_RESPONSE' },
	{ title: 'a page instead of an answer', answer: [200, '<html/>'], code: 'INVALID_RESPONSE' },
	{ title: 'a receipt without a key', answer: [200, { ok: true }], code: 'INVALID_RESPONSE' },
];

describe('an error of VergeOS', () => {
	it.each(CASES)('tells of $title', async ({ answer, code, advice, option }) => {
		const error = await refusedBy(answer);
		expect(error.code).toBe(code);
		expect(error.target).toEqual(target);
		expect(error.option).toBe(option);
		expect(error.advice.trim()).not.toBe('');
		if (advice !== undefined) expect(error.advice).toMatch(advice);
		const namesSystem = ['AUTH'].includes(code);
		expect(error.message).toContain(namesSystem ? 'verge.example' : 'web-01');
	});

	it.each<[string, unknown]>([
		['err', { err: 'the reason' }],
		['error', { error: 'the reason' }],
		['error with a message', { error: { message: 'the reason' } }],
		['message', { message: 'the reason' }],
		['err as a flag beside a message', { err: true, message: 'the reason' }],
		['err beside a response', { err: 'the reason', response: { a: 1 } }],
		['plain text', 'the reason\n'],
	])('has its reason read from the shape %s', async (_shape, body) => {
		expect((await refusedBy([422, body])).message).toContain('the reason');
	});

	it('never repeats a secret, whatever comes back', async () => {
		const encoded = authorizationOf(login).replace('Basic ', '');
		for (const { answer } of CASES) {
			const error = await refusedBy(answer);
			const shown = `${error.message} ${error.advice} ${error.stack} ${String(error.cause)}`;
			expect(shown).not.toContain(login.password);
			expect(shown).not.toContain(encoded);
		}
	});

	it('may be tried again when it is one that passes', async () => {
		for (const status of [429, 500, 502, 503, 504]) {
			expect((await refusedBy([status])).retryable).toBe(true);
		}
		for (const status of [400, 401, 403, 404, 405, 409, 422]) {
			expect((await refusedBy([status])).retryable).toBe(false);
		}
	});
});
