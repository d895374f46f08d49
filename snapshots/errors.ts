import type { SystemId, TargetRef } from './model';

/** The closed list of what can go wrong. Drivers translate every failure of their wire into one of these. */
export const ERROR_CODES = [
	'AUTH',
	'FORBIDDEN',
	'UNREACHABLE',
	'TLS',
	'NOT_FOUND',
	'AMBIGUOUS',
	'BUSY',
	'CONFLICT',
	'NO_POLICY',
	'UNSUPPORTED',
	'INVALID_INPUT',
	'TASK_FAILED',
	'TIMEOUT',
	'CANCELLED',
	'QUOTA',
	'INVALID_RESPONSE',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What to do next, when whoever raised the error knows nothing more exact. */
const GENERAL_ADVICE: Readonly<Record<ErrorCode, string>> = {
	AUTH: 'Check the user name, key or password in the credential.',
	FORBIDDEN: 'Give the account of the credential the rights that the documentation page lists.',
	UNREACHABLE: 'Check the address and port in the credential, and that n8n may reach that network.',
	TLS: 'Compare the server’s certificate or host key with what the credential expects.',
	NOT_FOUND: 'Check the name or ID. List Snapshots shows what is there.',
	AMBIGUOUS: 'Choose it by ID instead of by name.',
	BUSY: 'Run again when the other task is done, or raise Wait While Locked in the options.',
	CONFLICT: 'Look at the present state of the VM, then decide and run again.',
	NO_POLICY: 'Assign a snapshot policy to the VM first.',
	UNSUPPORTED: 'Choose another option. The support table lists what this system can do.',
	INVALID_INPUT: 'Correct the parameter and run again. Nothing was sent.',
	TASK_FAILED: 'Read the system’s own message, mend the cause and run again.',
	TIMEOUT: 'Look on the system whether the task still runs, or raise Time Limit in the options.',
	CANCELLED: 'Look on the system whether the task still runs before running again.',
	QUOTA: 'Remove snapshots that are no longer needed, or free space on the storage.',
	INVALID_RESPONSE: 'The answer was not understood. Check the system’s version and report it.',
};

/** Trying the very same call again can help; for all other codes something has to change first. */
const RETRYABLE: ReadonlySet<ErrorCode> = new Set(['BUSY', 'UNREACHABLE', 'TIMEOUT']);

export interface SnapshotErrorDetails {
	readonly system: SystemId;
	readonly target?: TargetRef;
	/** Replaces the general advice of the code. */
	readonly advice?: string;
	/** The option that could not be honoured; operations may fall back on `quiesce`. */
	readonly option?: 'quiesce' | 'memory';
	readonly cause?: unknown;
}

/** Message: what happened, to which target. Advice: what a person does next. Neither ever holds a secret. */
export class SnapshotError extends Error {
	override readonly name = 'SnapshotError';
	readonly code: ErrorCode;
	readonly system: SystemId;
	readonly target: TargetRef | undefined;
	readonly advice: string;
	readonly option: SnapshotErrorDetails['option'];
	readonly retryable: boolean;

	constructor(code: ErrorCode, message: string, details: SnapshotErrorDetails) {
		super(message, { cause: details.cause });
		this.code = code;
		this.system = details.system;
		this.target = details.target;
		this.advice = details.advice ?? GENERAL_ADVICE[code];
		this.option = details.option;
		this.retryable = RETRYABLE.has(code);
	}
}

export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is SnapshotError {
	return error instanceof SnapshotError && codes.includes(error.code);
}
