import { Option } from 'commander';
import { examples, type AddCommand } from './command';
import * as options from './options';

const UNITS = [
	['hourly', 'hour'],
	['daily', 'day'],
	['weekly', 'week'],
	['monthly', 'month'],
	['yearly', 'year'],
] as const;

const RULES = [
	new Option('--keep-last <count>', 'so many of the newest, or all'),
	...UNITS.map(
		([rule, unit]) =>
			new Option(
				`--keep-${rule} <count>`,
				`the newest of each of the last so many ${unit}s, or all`,
			),
	),
	new Option(
		'--keep-within <time>',
		'all of this time back from the newest one: 12h, 7d, 2w, 3mo, P1Y',
	),
	...UNITS.map(
		([rule, unit]) =>
			new Option(`--keep-within-${rule} <time>`, `the newest of each ${unit} in this time`),
	),
	new Option('--max-age <time>', 'what is older goes, whatever the rules say'),
	new Option('--minimum <count>', 'so many of the newest always stay (default: 1)'),
	new Option('--time-zone <zone>', 'that days and weeks are cut in (default: of this machine)'),
];

export const addPrune: AddCommand = (program, run) => {
	const command = program
		.command('prune')
		.summary('delete what the retention no longer keeps; a preview unless --yes is given')
		.description(
			'Deletes those snapshots of one profile that no rule keeps any more, and tells the reasons of each. Only tells what it would do, unless --yes or --plan is given.',
		)
		.option(
			'--profile <name|file>',
			'only snapshots of this profile; of a file that ends in .json, by its own rules (default: On Demand)',
		)
		.option('--period <name>', 'only those of this period of it')
		.option('--include-foreign', 'also what was not made by vm-snapshots or n8n')
		.option('-y, --yes', 'really delete')
		.option(
			'--plan <file>',
			'carry out exactly what an earlier prune --json planned; - reads it from standard input',
		);
	for (const rule of RULES)
		command.addOption(rule.helpGroup('Retention, what any rule keeps stays:'));
	command.action(
		async (names: string[], given: unknown) =>
			await run(async () => (await import('../work/prune')).prune, { names, options: given }),
	);
	options.withPatience(options.withOutput(options.withConnection(options.withTargets(command))));
	examples(
		command,
		"vm-snapshots prune --match '*' --profile Nightly --keep-daily 7 --keep-weekly 4",
		"vm-snapshots prune --match '*' --profile Nightly --keep-daily 7 --json > plan.jsonl",
		'vm-snapshots prune --plan plan.jsonl',
		"vm-snapshots prune --match '*' --profile nightly.json --yes",
	);
};
