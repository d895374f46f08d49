import type { Fault } from '../faults';
import type { LibvirtHost } from '../model/host';
import type { Processes } from './processes';

export interface CommandResult {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export const ok = (stdout = ''): CommandResult => ({ code: 0, stdout, stderr: '' });

export const failed = (stderr: string, code = 1): CommandResult => ({
	code,
	stdout: '',
	stderr: stderr === '' ? '' : `${stderr}\n`,
});

/** What the login may do with the image files; `sudo` lifts it to everything. */
export type ImageAccess = 'full' | 'readOnly' | 'none';

export interface ShellSettings {
	readonly sudo: 'allowed' | 'passwordNeeded';
	readonly imageAccess: ImageAccess;
	/** Programs that are not installed. */
	readonly missingPrograms: readonly string[];
	readonly freeBytes: number;
	/** Unix sockets that the login may use. */
	readonly sockets: readonly string[];
}

export interface CommandContext {
	readonly host: LibvirtHost;
	readonly settings: ShellSettings;
	readonly access: ImageAccess;
	readonly fault: Fault | undefined;
	readonly processes: Processes;
	/** Aborts when somebody kills this command. */
	readonly killed: AbortSignal;
}

export type Program = (
	args: readonly string[],
	context: CommandContext,
) => CommandResult | Promise<CommandResult>;
export type ProgramTable = ReadonlyMap<string, Program>;

/** Splits leading options from operands, as getopt does; `--` ends the options. */
export function splitOptions(
	args: readonly string[],
	withValue: readonly string[] = [],
): { options: Map<string, string>; operands: string[] } {
	const options = new Map<string, string>();
	const operands: string[] = [];
	for (let at = 0; at < args.length; at += 1) {
		const word = args[at] ?? '';
		if (word === '--') {
			operands.push(...args.slice(at + 1));
			break;
		}
		if (!/^-./.test(word)) operands.push(word);
		else if (withValue.includes(word)) options.set(word, args[(at += 1)] ?? '');
		else if (word.startsWith('--')) {
			const [key = word, ...value] = word.split('=');
			options.set(key, value.join('='));
		} else if (withValue.includes(word.slice(0, 2))) options.set(word.slice(0, 2), word.slice(2));
		else for (const letter of word.slice(1)) options.set(`-${letter}`, '');
	}
	return { options, operands };
}
