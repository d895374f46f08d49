import { ZodError } from 'zod';
import { XmlSyntaxError } from '../../../drivers/xml';
import { translateFailure } from '../../../drivers/libvirt/errors';
import { ConnectionFailure, LibvirtFailure } from '../../../drivers/libvirt/rpc/failure';
import { SnapshotError } from '../../../snapshots/errors';

const target = { level: 'vm', id: 'u-1', name: 'web-01' } as const;
const doing = { doing: 'create snapshot s of web-01', target };

// Texts as libvirt 9.0 and its sources have them.
const CASES: ReadonlyArray<readonly [number, string, string, string?]> = [
	[42, "Domain not found: no domain with matching uuid 'u-1'", 'NOT_FOUND'],
	[72, "Domain snapshot not found: no domain snapshot with matching name 's'", 'NOT_FOUND'],
	[29, 'operation forbidden: read only access prevents virDomainSnapshotCreateXML', 'FORBIDDEN'],
	[88, 'access denied', 'FORBIDDEN'],
	[45, 'authentication failed: access denied by policy', 'FORBIDDEN'],
	[
		68,
		'Timed out during operation: cannot acquire state change lock (held by monitor=remoteDispatchDomainBackupBegin)',
		'BUSY',
	],
	[68, 'Timed out during operation: something else', 'TIMEOUT'],
	[55, 'Requested operation is not valid: domain has active block job', 'BUSY'],
	[
		84,
		'Operation not supported: cannot delete external snapshots when there is another active block job',
		'BUSY',
	],
	[55, 'Requested operation is not valid: domain is not running', 'CONFLICT'],
	[9, 'operation failed: domain moment s already exists', 'CONFLICT'],
	[
		67,
		'unsupported configuration: external snapshot file for disk vda already exists and is not a block device: /x',
		'CONFLICT',
	],
	[
		67,
		'unsupported configuration: deletion of non-leaf external snapshot that is not in active chain is not supported',
		'CONFLICT',
	],
	[
		84,
		'Operation not supported: deleting external snapshot that has internal snapshot as parent not supported',
		'CONFLICT',
	],
	[
		77,
		'revert requires force: snapshot without memory state, removal of existing managed saved state strongly recommended',
		'CONFLICT',
	],
	[74, 'argument unsupported: QEMU guest agent is not configured', 'UNSUPPORTED', 'quiesce'],
	[
		86,
		'Guest agent is not responding: QEMU guest agent is not connected',
		'TASK_FAILED',
		'quiesce',
	],
	[
		84,
		'Operation not supported: internal snapshots of a VM with pflash based firmware are not supported',
		'UNSUPPORTED',
	],
	[27, 'XML error: name x cannot contain /', 'INVALID_INPUT'],
	[1, 'internal error: unable to execute QEMU command: No space left on device', 'QUOTA'],
	[1, "internal error: process exited: Could not open '/x': Permission denied", 'TASK_FAILED'],
	[1, 'internal error: whatever', 'TASK_FAILED'],
];

describe('a failure of libvirt', () => {
	it.each(CASES.map(([code, text, expected, option]) => ({ code, text, expected, option })))(
		'$code $text becomes $expected',
		({ code, text, expected, option }) => {
			const error = translateFailure(new LibvirtFailure(code, text), doing);
			expect(error).toMatchObject({ code: expected, system: 'libvirt', target, option });
			expect(error.message).toContain('web-01');
			expect(error.advice).not.toBe('');
		},
	);

	it('tells who holds the lock', () => {
		const text = 'cannot acquire state change lock (held by agent=remoteDispatchDomainFsfreeze)';
		expect(translateFailure(new LibvirtFailure(68, text), doing).message).toBe(
			'web-01 is locked by another task (held by agent=remoteDispatchDomainFsfreeze)',
		);
	});

	it('says that the task may have gone on when the connection broke', () => {
		const error = translateFailure(new ConnectionFailure('closed', 'gone'), doing);
		expect(error.code).toBe('UNREACHABLE');
		expect(error.message).toContain('may have gone on');
	});

	it.each([
		['garbage on the wire', new ConnectionFailure('garbage', 'cut short')],
		['XML that is none', new XmlSyntaxError('no root')],
		['a value that is none', new ZodError([])],
	])('calls %s an invalid response', (_what, failure) => {
		expect(translateFailure(failure, doing).code).toBe('INVALID_RESPONSE');
	});

	it('gives an error of the connection its target, and keeps its code and advice', () => {
		const cause = new SnapshotError('QUOTA', 'full', { system: 'libvirt', advice: 'tidy' });
		expect(translateFailure(cause, doing)).toMatchObject({
			code: 'QUOTA',
			message: 'Could not create snapshot s of web-01: full',
			advice: 'tidy',
			target,
		});
	});

	it('leaves an error alone that names its target', () => {
		const ours = new SnapshotError('CONFLICT', 'mixed', { system: 'libvirt', target });
		expect(translateFailure(ours, doing)).toBe(ours);
	});
});
