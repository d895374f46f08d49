import { Option } from 'commander';
import { examples, type AddCommand } from './command';
import * as options from './options';

export const addRevert: AddCommand = (program, run) => {
	const command = program
		.command('revert')
		.summary('return targets to the state that a snapshot keeps')
		.description(
			'Returns each target to one exact snapshot. What it holds now is lost, but for the safety snapshot that is taken first.',
		)
		.addOption(
			new Option('--power <state>', 'power state to end in')
				.choices(['as-before', 'running', 'stopped', 'as-snapshot'])
				.default('as-before'),
		)
		.option('--no-safety-snapshot', 'take no snapshot of the present state first')
		.option('--run-key <key>', 'a repeated run finds its own safety snapshot again')
		.action(
			async (names: string[], given: unknown) =>
				await run(async () => (await import('../work/revert')).revert, { names, options: given }),
		);
	options.withSnapshot(options.withSettings(command));
	options.withPatience(options.withOutput(options.withConnection(options.withTargets(command))));
	examples(
		command,
		'vm-snapshots revert web-01 --snapshot before-upgrade-k2m9x4q7ab',
		'vm-snapshots revert web-01 --newest --power running',
	);
};
