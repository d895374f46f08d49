import { Option, type Command } from 'commander';
import { LEVELS, POWER_STATES } from '../../snapshots/model';

const repeat = (value: string, before: readonly string[] | undefined): readonly string[] => [
	...(before ?? []),
	value,
];

const several = (flags: string, description: string): Option =>
	new Option(flags, description).argParser(repeat);

/** Each command gets what it understands, in groups, so that the help can be read from top to bottom. */
const inGroup = (command: Command, heading: string, options: readonly Option[]): Command => {
	for (const option of options) command.addOption(option.helpGroup(heading));
	return command;
};

export const withConnection = (command: Command): Command =>
	inGroup(command, 'Connection:', [
		new Option('-c, --connection <name>', 'a connection of the file (default: its only one)'),
		new Option(
			'--connections <file>',
			'the file (default: ~/.config/vm-snapshots/connections.json)',
		),
		new Option('-l, --level <level>', 'what kind of target').choices(LEVELS).default('vm'),
	]);

export const withOutput = (command: Command): Command =>
	inGroup(command, 'Output:', [
		new Option('--json', 'one JSON record a line, as the n8n nodes emit them'),
		new Option('-q, --quiet', 'no progress on standard error; warnings and errors stay'),
	]);

export const withPatience = (command: Command): Command =>
	inGroup(command, 'Patience:', [
		new Option('--time-limit <time>', 'for the work on one target').default('60m'),
		new Option('--wait-while-locked <time>', 'while others lock it; 0 gives up at once').default(
			'10m',
		),
		new Option('--parallel <number>', 'targets to work on at the same time').default('4'),
	]);

export const withTargets = (command: Command): Command =>
	inGroup(command.argument('[targets...]', 'names or ids'), 'Selection, instead of names:', [
		several(
			'--match <pattern>',
			'name: * any text, ? any character; each of these may be given several times',
		),
		several('--match-regex <expression>', 'name, by a regular expression'),
		several('--id <id>', 'id'),
		several('--tag <tag>', 'tag'),
		several('--state <state>', `power state: ${POWER_STATES.join(', ')}`),
		new Option('--any', 'one kind of condition is enough, instead of every kind'),
		several('--exclude <pattern>', 'never these names; an exclusion always wins'),
		several('--exclude-regex <expression>', 'never these names, by a regular expression'),
		several('--exclude-id <id>', 'never these ids'),
		several('--exclude-tag <tag>', 'never those with this tag'),
	]);

export const withSnapshot = (command: Command): Command =>
	inGroup(command, 'Snapshot:', [
		new Option('-s, --snapshot <name>', 'its exact name, or id: and its id'),
		new Option('--newest', 'the newest ready one that was made by vm-snapshots or n8n'),
		new Option('--of-profile <profile>', 'with --newest: only of this profile'),
	]);

export const withSettings = (command: Command): Command =>
	command.addOption(
		several('--set <name=value>', 'a setting of this system; vm-snapshots systems NAME lists them'),
	);
