import { examples, type AddCommand } from './command';
import * as options from './options';

export const addHold: AddCommand = (program, run) => {
	const command = program
		.command('hold')
		.summary('keep a snapshot from being deleted, or release it')
		.description('Keeps one exact snapshot of each target until it is released, by whom and why.')
		.option('--by <who>', 'who wants it to stay')
		.option('--reason <why>', 'why it has to stay')
		.option('--release', 'release it instead; retention decides again')
		.option('--only-by <who>', 'with --release: leave alone what somebody else holds')
		.action(
			async (names: string[], given: unknown) =>
				await run(async () => (await import('../work/hold')).hold, { names, options: given }),
		);
	options.withSnapshot(command);
	options.withPatience(options.withOutput(options.withConnection(options.withTargets(command))));
	examples(
		command,
		"vm-snapshots hold db-01 --newest --by Ada --reason 'CHG-1234 is not accepted yet'",
		'vm-snapshots hold db-01 --newest --release --only-by Ada',
	);
};
