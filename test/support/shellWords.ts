/** One simple command of a command line, after the shell's quote removal. */
export interface SimpleCommand {
	readonly after: 'always' | 'success' | 'failure';
	readonly words: readonly string[];
	readonly stdout: 'keep' | 'drop' | 'toStderr';
	readonly stderr: 'keep' | 'drop' | 'toStdout';
}

/** What the line would have made a real shell do, beyond plain commands: a name that was not quoted. */
export class Injection extends Error {}
/** The line is no shell: an open quote, an operator without a command. */
export class ShellSyntaxError extends Error {}

const REDIRECTION = /(?:[12]?>&[12]|[12]?>>?\s*\/dev\/null|<\s*\/dev\/null)(?=[\s;&|]|$)/y;
const EXPANSION = /[A-Za-z0-9_({?!@*#$'"-]/;

/**
 * Reads a POSIX command line of simple commands joined by `;`, `&&`, `||` or line breaks. Whatever else a
 * shell would act on (expansions, substitutions, pipes, globs, comments, files by redirection) is an injection.
 */
export function parseCommandLine(line: string): SimpleCommand[] {
	const commands: SimpleCommand[] = [];
	let at = 0;
	let after: SimpleCommand['after'] = 'always';
	let words: string[] = [];
	let stdout: SimpleCommand['stdout'] = 'keep';
	let stderr: SimpleCommand['stderr'] = 'keep';

	const finish = (operator: string): void => {
		if (words.length > 0) commands.push({ after, words, stdout, stderr });
		else if (operator !== '\n' && operator !== '') {
			throw new ShellSyntaxError(`"${operator}" unexpected`);
		}
		words = [];
		stdout = 'keep';
		stderr = 'keep';
		after = operator === '&&' ? 'success' : operator === '||' ? 'failure' : 'always';
	};

	const redirect = (text: string): void => {
		const compact = text.replace(/\s/g, '');
		if (compact.startsWith('<')) return;
		const stream = compact.startsWith('2') ? 'stderr' : 'stdout';
		if (compact.endsWith('&1')) stderr = stream === 'stderr' ? 'toStdout' : stderr;
		else if (compact.endsWith('&2')) stdout = stream === 'stdout' ? 'toStderr' : stdout;
		else if (stream === 'stderr') stderr = 'drop';
		else stdout = 'drop';
	};

	while (at < line.length) {
		const rest = line.slice(at);
		REDIRECTION.lastIndex = at;
		const redirection = REDIRECTION.exec(line)?.[0];
		const operator = /^(?:&&|\|\||;|\n)/.exec(rest)?.[0];
		if (/^[ \t]/.test(rest)) at += 1;
		else if (redirection !== undefined) {
			redirect(redirection);
			at += redirection.length;
		} else if (operator !== undefined) {
			finish(operator);
			at += operator.length;
		} else {
			const word = readWord(line, at);
			words.push(word.text);
			at = word.end;
		}
	}
	if (words.length === 0 && after !== 'always')
		throw new ShellSyntaxError('end of file unexpected');
	finish('');
	return commands;
}

function readWord(line: string, start: number): { text: string; end: number } {
	let text = '';
	let at = start;
	while (at < line.length) {
		const character = line.charAt(at);
		if (/[\s;&|<>()]/.test(character)) break;
		if (character === "'") {
			const close = line.indexOf("'", at + 1);
			if (close < 0) throw new ShellSyntaxError('Unterminated quoted string');
			text += line.slice(at + 1, close);
			at = close + 1;
		} else if (character === '"') {
			const quoted = readDoubleQuoted(line, at + 1);
			text += quoted.text;
			at = quoted.end;
		} else if (character === '\\') {
			// A backslash before a line break joins the lines.
			text += line[at + 1] === '\n' ? '' : line.charAt(at + 1);
			at += 2;
		} else {
			assertPlain(line, at, start);
			text += character;
			at += 1;
		}
	}
	if (at === start) throw new Injection(`unquoted ${line.charAt(at)} in: ${line}`);
	return { text, end: at };
}

function readDoubleQuoted(line: string, start: number): { text: string; end: number } {
	let text = '';
	for (let at = start; at < line.length; at += 1) {
		const character = line.charAt(at);
		if (character === '"') return { text, end: at + 1 };
		if (character === '\\' && /[$`"\\\n]/.test(line.charAt(at + 1))) {
			at += 1;
			text += line.charAt(at) === '\n' ? '' : line.charAt(at);
			continue;
		}
		assertNoExpansion(line, at);
		text += character;
	}
	throw new ShellSyntaxError('Unterminated quoted string');
}

function assertNoExpansion(line: string, at: number): void {
	const expands =
		line.charAt(at) === '`' || (line.charAt(at) === '$' && EXPANSION.test(line.charAt(at + 1)));
	if (expands) throw new Injection(`an expansion at ${line.slice(at, at + 20)} in: ${line}`);
}

function assertPlain(line: string, at: number, start: number): void {
	assertNoExpansion(line, at);
	const character = line.charAt(at);
	const alone = at === start && /^(?:[\s;]|$)/.test(line.slice(at + 1));
	const acts =
		/[*?{}]/.test(character) ||
		(character === '[' && !alone) ||
		(at === start && /[~#]/.test(character));
	if (acts) throw new Injection(`unquoted ${character} in: ${line}`);
}
