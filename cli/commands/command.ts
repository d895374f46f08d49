import type { Command } from 'commander';
import type { ExitCode } from '../exitCodes';
import type { Surroundings } from '../surroundings';

/** Does one command’s work. Loaded when the command is run, so that help comes at once. */
export type Work = (
	surroundings: Surroundings,
	given: { readonly names: readonly string[]; readonly options: unknown },
) => Promise<ExitCode>;

/** Has the program run work and end with its exit code. */
export type Run = (work: () => Promise<Work>, given: Parameters<Work>[1]) => Promise<void>;

export type AddCommand = (program: Command, run: Run) => void;

export const examples = (command: Command, ...lines: readonly string[]): Command =>
	command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`);
