import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';
import { toNodeError } from '../../nodes/shared/nodeErrors';
import { ERROR_CODES, SnapshotError, type ErrorCode } from '../../snapshots/errors';

const node: INode = {
	id: '1',
	name: 'Create Snapshot',
	type: 'n8n-nodes-vm-snapshots.createSnapshot',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

const raise = (code: ErrorCode, message: string, advice?: string): SnapshotError =>
	new SnapshotError(code, message, { system: 'libvirt', advice });

/** What a person reads in n8n: the message says what happened to which VM, the description what to do next. */
const SHOWN: Readonly<Record<ErrorCode, readonly [kind: string, message: string, next: RegExp]>> = {
	AUTH: ['NodeApiError', 'kvm-01 refused the login of root', /user name, key or password/],
	FORBIDDEN: ['NodeApiError', 'web-01 may not be changed', /Give the account .* the rights/],
	UNREACHABLE: ['NodeApiError', 'kvm-01:22 does not answer', /address and port/],
	TLS: ['NodeApiError', 'The host key of kvm-01 is not the expected one', /Compare/],
	NOT_FOUND: ['NodeOperationError', 'There is no VM named web-09', /Check the name or ID/],
	AMBIGUOUS: ['NodeOperationError', '2 VMs are named web-01', /by ID/],
	BUSY: ['NodeApiError', 'web-01 is locked by a backup', /Wait While Locked/],
	CONFLICT: ['NodeOperationError', 'Snapshot nightly of web-01 is held', /decide/],
	NO_POLICY: ['NodeOperationError', 'web-01 has no policy', /Assign/],
	UNSUPPORTED: ['NodeOperationError', 'libvirt can’t quiesce web-01', /another option/],
	INVALID_INPUT: ['NodeOperationError', 'VM must not be empty', /Nothing was sent/],
	TASK_FAILED: ['NodeApiError', 'The snapshot of web-01 failed', /system’s own message/],
	TIMEOUT: ['NodeApiError', 'Gave up after 60 min on web-01', /Time Limit/],
	CANCELLED: ['NodeOperationError', 'Cancelled while taking a snapshot of web-01', /Look on the/],
	QUOTA: ['NodeApiError', 'No space left for web-01', /free space/],
	INVALID_RESPONSE: ['NodeApiError', 'libvirt answered nonsense about web-01', /report it/],
};

describe('toNodeError', () => {
	it.each(ERROR_CODES)('tells %s by what happened and what to do next', (code) => {
		const [kind, message, next] = SHOWN[code];
		const shown = toNodeError(node, raise(code, message), 3);

		expect(shown.constructor.name).toBe(kind);
		expect(shown.message).toBe(message);
		expect(shown.description).toMatch(next);
		expect(shown.context).toMatchObject({ itemIndex: 3, data: { code, system: 'libvirt' } });
	});

	it.each(['ENOENT', 'EPERM', 'ECONNREFUSED', 'getaddrinfo', 'dEEPERMind-01'])(
		'keeps a message that holds %s, which n8n would replace',
		(text) => {
			const message = `The snapshot of ${text} failed`;

			expect(toNodeError(node, raise('TASK_FAILED', message)).message).toBe(message);
			expect(toNodeError(node, raise('CONFLICT', message)).message).toBe(message);
			expect(toNodeError(node, new Error(message)).message).toBe(message);
		},
	);

	it('lets no remote text act as HTML', () => {
		const shown = toNodeError(node, raise('TASK_FAILED', 'x', '<img src=x onerror="alert(1)">'));

		expect(shown.description).toBe('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
	});

	it('takes line breaks and control characters out of a message, and bounds it', () => {
		const shown = toNodeError(node, raise('TASK_FAILED', `a\n\u0007b\u2028c${'x'.repeat(5000)}`));

		expect(shown.message).toMatch(/^a b c/);
		expect(shown.message.length).toBeLessThanOrEqual(1000);
	});

	it('wraps what nobody foresaw, with its cause, and never swallows it', () => {
		const cause = new TypeError('x is undefined');
		const shown = toNodeError(node, cause);

		expect(shown).toBeInstanceOf(NodeOperationError);
		expect([shown.message, shown.cause]).toEqual(['x is undefined', cause]);
		expect(toNodeError(node, 'just a text').message).toBe('just a text');
	});

	it('keeps n8n’s own errors as they are', () => {
		const own = new NodeApiError(node, {}, { message: 'Credentials not found' });

		expect(toNodeError(node, own)).toBe(own);
	});

	it('shows no code as an HTTP code', () => {
		const shown = toNodeError(node, raise('BUSY', 'web-01 is locked'));

		expect(shown instanceof NodeApiError && shown.httpCode).toBeNull();
	});
});
