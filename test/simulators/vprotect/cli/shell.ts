import { Injection, parseCommandLine, ShellSyntaxError } from '../../../support/shellWords';
import { failed, ok, type CommandResult } from './result';

/** What one command line wants of the vendor's program, or what the shell answers by itself. */
export type ShellReading =
	| { readonly kind: 'vprotect'; readonly words: readonly string[] }
	| { readonly kind: 'result'; readonly result: CommandResult }
	/** Something that nobody should run here. */
	| { readonly kind: 'injection'; readonly text: string; readonly result: CommandResult };

const PROGRAM = /^(?:\/[\w./-]*\/)?vprotect$/;

/** Reads a line of one simple command. Variables before it are let through, as a shell would. */
export function readLine(line: string, installed: boolean): ShellReading {
	let words: readonly string[];
	try {
		const commands = parseCommandLine(line);
		if (commands.length !== 1) return injection(`not one command: ${line}`);
		words = withoutVariables(commands[0]?.words ?? []);
	} catch (error) {
		if (error instanceof ShellSyntaxError) {
			return answered(failed(`sh: 1: Syntax error: ${error.message}`, 2));
		}
		if (error instanceof Injection) return injection(error.message);
		throw error;
	}
	const [program = 'true', ...rest] = words;
	if (program === 'true') return answered(ok());
	if (program === 'command' && rest[0] === '-v') return answered(whereIs(rest[1], installed));
	if (!PROGRAM.test(program)) {
		return injection(`a command nobody should run: ${line}`, notFound(program));
	}
	return installed ? { kind: 'vprotect', words: rest } : answered(notFound(program));
}

/**
 * Whether what the shell would run begins with these words, however a client quotes them and whatever it puts
 * before them: variables, the folder of the program. A line that is more than one plain command is taken as it is.
 */
export function runs(line: string, beginning: string): boolean {
	return beginning === '' || `${plainCommand(line)} `.startsWith(`${beginning} `);
}

function plainCommand(line: string): string {
	try {
		const [only, ...others] = parseCommandLine(line);
		if (only === undefined || others.length > 0) return line;
		const [program = '', ...rest] = withoutVariables(only.words);
		return [PROGRAM.test(program) ? 'vprotect' : program, ...rest].join(' ');
	} catch (error) {
		if (error instanceof ShellSyntaxError || error instanceof Injection) return line;
		throw error;
	}
}

function withoutVariables(words: readonly string[]): readonly string[] {
	const first = words.findIndex((word) => word !== 'env' && !/^[A-Za-z_]\w*=/.test(word));
	return first < 0 ? [] : words.slice(first);
}

const whereIs = (program: string | undefined, installed: boolean): CommandResult =>
	program === 'vprotect' && installed ? ok('/usr/bin/vprotect\n') : failed('');

const notFound = (program: string): CommandResult =>
	failed(`bash: line 1: ${program}: command not found`, 127);

const answered = (result: CommandResult): ShellReading => ({ kind: 'result', result });

const injection = (
	text: string,
	result = failed(`sh: 1: refused by the simulated server: ${text}`, 126),
): ShellReading => ({ kind: 'injection', text, result });
