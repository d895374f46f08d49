import { examples, type AddCommand } from './command';
import * as options from './options';

export const addDelete: AddCommand = (program, run) => {
	const command = program
		.command('delete')
		.summary('delete one exact snapshot; a preview unless --yes is given')
		.description(
			'Deletes one exact snapshot of each target, and keeps what they hold now. Only tells what it would do, unless --yes is given.',
		)
		.option('-y, --yes', 'really delete')
		.option('--include-foreign', 'also what was not made by vm-snapshots or n8n')
		.option('--if-there', 'a snapshot that is not there is what was wanted')
		.action(
			async (names: string[], given: unknown) =>
				await run(async () => (await import('../work/delete')).deleteOne, {
					names,
					options: given,
				}),
		);
	options.withSnapshot(command);
	options.withPatience(options.withOutput(options.withConnection(options.withTargets(command))));
	examples(
		command,
		'vm-snapshots delete web-01 --snapshot before-upgrade-k2m9x4q7ab',
		'vm-snapshots delete web-01 --snapshot before-upgrade-k2m9x4q7ab --yes',
	);
};
