import { examples, type AddCommand } from './command';
import { withConnection, withOutput, withPatience, withTargets } from './options';

export const addList: AddCommand = (program, run) => {
	const command = program
		.command('list')
		.summary('show snapshots, with age, profile and warnings')
		.description('Shows every snapshot, newest first, of the targets named or selected, or of all.')
		.option('--only-managed', 'only those that were made by vm-snapshots or n8n')
		.option('--all', 'targets without snapshots too')
		.option('--contents', 'with --json: what each snapshot holds, where the system tells')
		.action(
			async (names: string[], options: unknown) =>
				await run(async () => (await import('../work/list')).list, { names, options }),
		);
	withPatience(withOutput(withConnection(withTargets(command))));
	examples(
		command,
		'vm-snapshots list',
		'vm-snapshots list web-01 db-01',
		"vm-snapshots list --tag production --exclude 'test-*'",
		"vm-snapshots list --json | jq -r 'select(.snapshot.held) | .target.name'",
	);
};
