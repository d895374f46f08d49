import {
	Injection,
	ShellSyntaxError,
	parseCommandLine,
	type SimpleCommand,
} from '../../../support/shellWords';
import type { FaultsAndRequests } from '../faults';
import type { LibvirtHost } from '../model/host';
import { filePrograms } from './filePrograms';
import { qemuImg } from './qemuImg';
import {
	failed,
	type CommandResult,
	type ImageAccess,
	type ProgramTable,
	type ShellSettings,
} from './result';
import { Processes } from './processes';
import { systemPrograms } from './systemPrograms';
import { vmctl } from './vmctl';

const PROGRAMS: ProgramTable = new Map([
	...filePrograms,
	...systemPrograms,
	['qemu-img', qemuImg],
	['vmctl', vmctl],
]);
const STREAMS = ['virt-ssh-helper', 'nc'];

/** What a command line turned out to be: a way to the daemon's socket, or the result of its commands. */
export type ShellOutcome =
	| { readonly kind: 'stream'; readonly words: readonly string[] }
	| { readonly kind: 'result'; readonly result: CommandResult }
	| { readonly kind: 'lost' }
	| { readonly kind: 'silent' };

export class Shell {
	private readonly processes = new Processes();

	constructor(
		private readonly host: LibvirtHost,
		private readonly faults: FaultsAndRequests,
		private readonly settings: ShellSettings,
	) {}

	async run(line: string): Promise<ShellOutcome> {
		const commands = this.parse(line);
		if (!Array.isArray(commands)) return { kind: 'result', result: commands };
		const total = { code: 0, stdout: '', stderr: '' };
		for (const command of commands) {
			const wanted =
				command.after === 'always' || (command.after === 'success') === (total.code === 0);
			if (!wanted) continue;
			const outcome = await this.runSimple(command);
			if (outcome.kind !== 'result') return outcome;
			const { result } = outcome;
			total.code = result.code;
			total.stdout += command.stdout === 'keep' ? result.stdout : '';
			total.stderr += command.stderr === 'keep' ? result.stderr : '';
			total.stdout += command.stderr === 'toStdout' ? result.stderr : '';
			total.stderr += command.stdout === 'toStderr' ? result.stdout : '';
		}
		return { kind: 'result', result: total };
	}

	private parse(line: string): SimpleCommand[] | CommandResult {
		try {
			return parseCommandLine(line);
		} catch (error) {
			if (error instanceof ShellSyntaxError) {
				return failed(`sh: 1: Syntax error: ${error.message}`, 2);
			}
			if (!(error instanceof Injection)) throw error;
			this.host.injections.push(error.message);
			return failed(`sh: 1: refused by the simulated host: ${error.message}`, 126);
		}
	}

	private async runSimple(command: SimpleCommand): Promise<ShellOutcome> {
		const { words, elevated, refusal } = this.unwrap(command.words);
		const name = words[0] ?? 'true';
		const detail = words.join(' ');
		const fault = this.faults.meet({ kind: 'shell', name, detail });
		if (fault?.kind === 'dropBefore') return { kind: 'lost' };
		if (fault?.kind === 'hang') return { kind: 'silent' };
		if (fault?.kind === 'delay') await this.host.options.sleep(fault.milliseconds);
		if (fault?.kind === 'exit') {
			return { kind: 'result', result: failed(fault.stderr, fault.code) };
		}
		if (refusal !== undefined) return { kind: 'result', result: refusal };
		if (this.settings.missingPrograms.includes(name)) return notFound(name);
		if (STREAMS.includes(name)) return { kind: 'stream', words };
		const helper = name === 'sh' && words[1] === '-c' ? daemonScript(words[2] ?? '') : undefined;
		if (helper !== undefined) return { kind: 'stream', words: helper };
		const program = PROGRAMS.get(name);
		if (program === undefined) {
			this.host.injections.push(`a command nobody should run: ${detail}`);
			return notFound(name);
		}
		const access: ImageAccess = elevated ? 'full' : this.settings.imageAccess;
		const { host, settings, processes } = this;
		const result = await processes.run(detail, (killed) =>
			program(words.slice(1), { host, settings, access, fault, processes, killed }),
		);
		this.host.changed();
		return fault?.kind === 'dropAfter' ? { kind: 'lost' } : { kind: 'result', result };
	}

	/** Peels off what only sets the stage: variables, `env`, `command`, `sudo -n`. */
	private unwrap(words: readonly string[]): {
		words: readonly string[];
		elevated: boolean;
		refusal?: CommandResult;
	} {
		let rest = words;
		let elevated = false;
		for (;;) {
			const [first = '', second = ''] = rest;
			if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(first)) rest = rest.slice(1);
			else if (first === 'env') rest = rest.slice(1);
			else if (first === 'command' && second === '-v') return { words: this.which(rest), elevated };
			else if (first === 'command') rest = rest.slice(1);
			else if (first === 'sudo') {
				if (second !== '-n' || this.settings.sudo !== 'allowed') {
					const refusal = failed('sudo: a password is required');
					return { words: rest, elevated, refusal };
				}
				elevated = true;
				rest = rest.slice(rest[2] === '--' ? 3 : 2);
			} else return { words: rest, elevated };
		}
	}

	private which(words: readonly string[]): readonly string[] {
		const name = words[2] ?? '';
		const there =
			!this.settings.missingPrograms.includes(name) &&
			(PROGRAMS.has(name) || STREAMS.includes(name));
		return there ? ['echo', `/usr/bin/${name}`] : ['false'];
	}
}

const notFound = (name: string): ShellOutcome => ({
	kind: 'result',
	result: failed(`bash: line 1: ${name}: command not found`, 127),
});

/** virsh's own probing script (`proxy=auto`) ends in one of these two. */
function daemonScript(script: string): readonly string[] | undefined {
	const uri = /virt-ssh-helper '?([a-z]+:\/\/\/[a-z]+)'?/.exec(script)?.[1];
	if (uri !== undefined) return ['virt-ssh-helper', uri];
	const path = /-U '?(\/[\w/.-]+)'?/.exec(script)?.[1];
	return path === undefined ? undefined : ['nc', '-U', path];
}
