export interface CommandResult {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export const ok = (stdout = ''): CommandResult => ({ code: 0, stdout, stderr: '' });

export const failed = (text: string, code = 1): CommandResult => ({
	code,
	stdout: '',
	stderr: `${text}\n`,
});

/** Thrown by a command: it ends with this on its standard error. Codes other than 0 are not published. */
export class CommandFailure extends Error {
	override readonly name = 'CommandFailure';

	constructor(
		message: string,
		readonly code = 1,
	) {
		super(message);
	}
}
