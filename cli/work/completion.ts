import type { Command, Option } from 'commander';
import type { Work } from '../commands/command';
import { EXIT } from '../exitCodes';
import { bash } from './completion/bash';
import { fish } from './completion/fish';
import type { Completable, CompletableOption } from './completion/completable';
import { zsh } from './completion/zsh';

const SCRIPTS: Readonly<Record<string, (commands: readonly Completable[]) => string>> = {
	bash,
	zsh,
	fish,
};

/** Told by the program itself, so that the script never knows less than it, nor more. */
export const completion =
	(program: Command): Work =>
	async ({ stdout }, { names: [shell = ''] }) => {
		stdout.write(SCRIPTS[shell]?.(program.commands.map(completable)) ?? '');
		return EXIT.done;
	};

const completable = (command: Command): Completable => ({
	name: command.name(),
	summary: command.summary(),
	options: command.options.map(completableOption),
	values: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
});

const completableOption = (option: Option): CompletableOption => ({
	flags: [option.short, option.long].filter((flag) => typeof flag === 'string'),
	says: option.description,
	takesValue: option.required || option.optional,
	values: option.argChoices ?? [],
	takesFile: /\bfile>/.test(option.flags),
});
