import { ZodError } from 'zod';
import { SnapshotError, type ErrorCode, type SnapshotErrorDetails } from '../../snapshots/errors';
import type { SystemId, TargetRef } from '../../snapshots/model';
import { XmlSyntaxError } from '../xml';
import { ConnectionFailure, LibvirtFailure } from './rpc/failure';
import { ERROR_CODE } from './rpc/procedures';

export const LIBVIRT: SystemId = 'libvirt';

/** What was being done to what when something failed, for the message. */
export interface Undertaking {
	/** In the infinitive, for example `create snapshot before-upgrade of web-01`. */
	readonly doing: string;
	readonly target?: TargetRef;
}

interface Rule {
	/** Any code where missing. */
	readonly codes?: readonly number[];
	/** Any text where missing. libvirt says several things with one code. */
	readonly text?: RegExp;
	readonly code: ErrorCode;
	/** Replaces `Could not <doing>: <what libvirt said>`. */
	readonly message?: (name: string, said: string, id: string) => string;
	readonly advice?: string;
	readonly option?: SnapshotErrorDetails['option'];
}

const TAKEN = /domain (?:moment|snapshot) (.+) already exists/i;

/** The first that fits counts. Texts as in libvirt's sources, which every daemon answers in its own locale. */
const RULES: readonly Rule[] = [
	{
		text: /no space left on device|disk quota exceeded/i,
		code: 'QUOTA',
		advice: 'Free space on the storage that holds the VM’s disks, then run again.',
	},
	{
		codes: [ERROR_CODE.noDomain],
		code: 'NOT_FOUND',
		message: (name, _said, id) =>
			`There is no VM ${name === id ? '' : `${name} `}with the ID ${id}`,
		advice:
			'It may have been removed. Choose it from the list again. List Snapshots shows what is there.',
	},
	{ codes: [ERROR_CODE.noSnapshot], code: 'NOT_FOUND' },
	{
		codes: [ERROR_CODE.operationDenied, ERROR_CODE.accessDenied],
		code: 'FORBIDDEN',
		advice:
			'Put the SSH user into the group libvirt on the host, or allow it org.libvirt.unix.manage in polkit.',
	},
	{
		codes: [ERROR_CODE.authFailed, ERROR_CODE.authCancelled, ERROR_CODE.authUnavailable],
		code: 'FORBIDDEN',
		advice:
			'libvirt wants a login of its own at this socket. Put the SSH user into the group libvirt on the host, or let polkit allow it.',
	},
	{
		codes: [ERROR_CODE.timeout],
		text: /cannot acquire state change lock/i,
		code: 'BUSY',
		message: (name, said) => `${name} is locked by another task${heldBy(said)}`,
	},
	{ codes: [ERROR_CODE.timeout], code: 'TIMEOUT' },
	{ codes: [ERROR_CODE.resourceBusy], code: 'BUSY' },
	{
		text: /active block job|block copy job|another .*job .*(active|running)/i,
		code: 'BUSY',
		message: (name, said) => `${name} is locked by a block job: ${said}`,
	},
	{
		text: /guest agent is not configured/i,
		code: 'UNSUPPORTED',
		message: (name) => `${name} can’t be quiesced: it has no guest agent channel`,
		advice:
			'Add a channel org.qemu.guest_agent.0 to the VM and install qemu-guest-agent in it, or set Quiesce to Off. Nothing was changed.',
		option: 'quiesce',
	},
	{
		codes: [
			ERROR_CODE.agentUnresponsive,
			ERROR_CODE.agentUnsynced,
			ERROR_CODE.agentTimeout,
			ERROR_CODE.agentFailed,
		],
		code: 'TASK_FAILED',
		message: (name, said) => `${name} could not be quiesced: ${said}`,
		advice:
			'Start qemu-guest-agent inside the VM, or set Quiesce to If Possible. Nothing was changed.',
		option: 'quiesce',
	},
	{
		text: TAKEN,
		code: 'CONFLICT',
		message: (name, said) => `${name} has a snapshot named ${TAKEN.exec(said)?.[1] ?? ''} already`,
		advice:
			'It was not made for this order. Delete it if it may go, or choose another Name. Nothing was changed.',
	},
	{
		text: /already exists/i,
		code: 'CONFLICT',
		advice: 'Choose another name, or remove what is in the way.',
	},
	{
		text: /(deletion|deleting) of .*external|deleting external snapshot|delete external|not the same as disk image currently used/i,
		code: 'CONFLICT',
		advice:
			'Delete the external snapshots of this VM one at a time, oldest first, with no other kind of snapshot between them.',
	},
	{
		// libvirt 9.0 says so of every external snapshot but the newest while the VM is off.
		text: /could not find base disk source/i,
		code: 'CONFLICT',
		message: (name) =>
			`${name} is stopped, and this libvirt merges only the newest external snapshot of a stopped VM`,
		advice: 'Start the VM and run again. Nothing was changed.',
	},
	{
		codes: [ERROR_CODE.revertRisky],
		code: 'CONFLICT',
		advice:
			'libvirt calls this revert risky. Remove the VM’s managed saved state on the host (virsh managedsave-remove), then run again.',
	},
	{
		text: /pmsuspended|is suspended/i,
		code: 'CONFLICT',
		advice: 'Wake the VM up, then run again.',
	},
	{
		codes: [
			ERROR_CODE.unsupported,
			ERROR_CODE.configUnsupported,
			ERROR_CODE.argumentUnsupported,
			ERROR_CODE.operationUnsupported,
		],
		code: 'UNSUPPORTED',
	},
	{ codes: [ERROR_CODE.invalidOperation], code: 'CONFLICT' },
	{
		codes: [ERROR_CODE.xmlSyntax, ERROR_CODE.xmlDetail, ERROR_CODE.invalidArgument],
		code: 'INVALID_INPUT',
	},
	{
		text: /permission denied/i,
		code: 'TASK_FAILED',
		advice:
			'QEMU may not open one of the VM’s disk files. Check their owner, and AppArmor or SELinux on the host.',
	},
];

const LOST =
	'Look on the host whether it was done before you run again. Create and delete can be run again at once: what is done is found.';

/** Every failure below the driver as one of ours, naming the target. */
export function translateFailure(error: unknown, { doing, target }: Undertaking): SnapshotError {
	const details = { system: LIBVIRT, target, cause: error };
	if (error instanceof SnapshotError) return error.target === undefined ? named(error) : error;
	if (error instanceof LibvirtFailure) return fromLibvirt(error);
	if (error instanceof ConnectionFailure && error.kind === 'closed') {
		const message = `The connection to libvirt broke (${error.message}); its task to ${doing} may have gone on`;
		return new SnapshotError('UNREACHABLE', message, { ...details, advice: LOST });
	}
	const understood = error instanceof ConnectionFailure || error instanceof XmlSyntaxError;
	if (understood || error instanceof ZodError) {
		const what = error instanceof ZodError ? 'a value is missing or malformed' : error.message;
		const message = `Could not ${doing}: libvirt’s answer was not understood (${what})`;
		return new SnapshotError('INVALID_RESPONSE', message, details);
	}
	const said = error instanceof Error ? error.message : String(error);
	return new SnapshotError('TASK_FAILED', `Could not ${doing}: ${said}`, details);

	function named(ours: SnapshotError): SnapshotError {
		const { advice, option } = ours;
		const message = `Could not ${doing}: ${ours.message}`;
		return new SnapshotError(ours.code, message, { ...details, advice, option });
	}

	function fromLibvirt({ code, message: said }: LibvirtFailure): SnapshotError {
		const rule = RULES.find(
			({ codes, text }) => (codes?.includes(code) ?? true) && (text?.test(said) ?? true),
		);
		const message = target && rule?.message?.(target.name, said, target.id);
		return new SnapshotError(
			rule?.code ?? 'TASK_FAILED',
			message ?? `Could not ${doing}: ${said}`,
			{
				...details,
				advice: rule?.advice,
				option: rule?.option,
			},
		);
	}
}

export const isFailure = (error: unknown, code: number): boolean =>
	error instanceof LibvirtFailure && error.code === code;

/** `… state change lock (held by monitor=remoteDispatchDomainSnapshotCreateXML)` names the API call. */
function heldBy(said: string): string {
	const holder = /held by ([^)]*)/.exec(said)?.[1];
	return holder === undefined ? '' : ` (held by ${holder})`;
}
