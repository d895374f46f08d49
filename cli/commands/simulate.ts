import { examples, type AddCommand } from './command';

export const addSimulate: AddCommand = (program, run) => {
	const command = program
		.command('simulate')
		.summary('what a profile comes to, day by day, without any system')
		.description(
			'Shows how many snapshots each VM will have if each due period of a profile is run on time and pruned after it, by the very functions that do it later.',
		)
		.argument('<profile>', 'a JSON file with a snapshot profile; docs/profiles.md tells its fields')
		.option('--days <number>', 'how many', '31')
		.option('--from <date>', 'first day, such as 2026-12-01 (default: when it is due next)')
		.option('--json', 'one JSON record, as the Snapshot Schedule Trigger previews it')
		.action(
			async (profile: string, options: unknown) =>
				await run(async () => (await import('../work/simulate')).simulate, {
					names: [profile],
					options,
				}),
		);
	examples(command, 'vm-snapshots simulate nightly.json --days 90');
};
