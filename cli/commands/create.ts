import { Option } from 'commander';
import { examples, type AddCommand } from './command';
import { withConnection, withOutput, withPatience, withSettings, withTargets } from './options';

export const addCreate: AddCommand = (program, run) => {
	const command = program
		.command('create')
		.summary('take a snapshot')
		.description(
			'Takes a snapshot of each target. The same --run-key never makes a second one, however often it is run. With the file of a profile it takes what is due of it now, if anything is; the same due time never makes a second one.',
		)
		.option('--label <text>', 'first part of its name')
		.option('--note <text>', 'why it was taken')
		.option('--memory', 'with the memory of a running VM')
		.addOption(
			new Option('--quiesce <how>', 'have the guest flush its file systems (default: off)').choices(
				['off', 'prefer', 'require'],
			),
		)
		.option('--keep-for <time>', 'expires after: 12h, 7d, 2w, 3mo, P1Y')
		.option(
			'--profile <name|file>',
			'the profile that it belongs to, for prune; or a file that ends in .json with a whole one (default: On Demand)',
		)
		.option('--period <name>', 'with a file: only this period of it')
		.option('--since <time>', 'with a file: what came due in this time back from now (default: 1h)')
		.option('--hold-by <who>', 'nothing removes it until it is released; with --hold-reason')
		.option('--hold-reason <why>', 'why it has to stay')
		.option('--run-key <key>', 'what makes this order the same as another (default: a new one)')
		.action(
			async (names: string[], options: unknown) =>
				await run(async () => (await import('../work/create')).create, { names, options }),
		);
	withPatience(withOutput(withConnection(withTargets(withSettings(command)))));
	examples(
		command,
		"vm-snapshots create web-01 --label 'before upgrade' --keep-for 3d",
		'vm-snapshots create --tag production --quiesce prefer --profile Nightly',
		"vm-snapshots create --match '*' --profile nightly.json",
		'vm-snapshots create db-01 --run-key CHG-1234 --hold-by Ada --hold-reason CHG-1234',
	);
};
