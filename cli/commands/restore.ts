import { Option } from 'commander';
import { examples, type AddCommand } from './command';
import * as options from './options';

export const addRestore: AddCommand = (program, run) => {
	const command = program
		.command('restore')
		.summary('make a new VM out of a snapshot')
		.description(
			'Makes something new out of a snapshot, under a new name: powered off, its network unplugged. What the snapshot was taken of stays as it is.',
		)
		.argument('[target]', 'name or id of what the snapshot was taken of')
		.requiredOption('-n, --name <name>', 'of what is made; * stands for the name of each part')
		.option('--power-on', 'start it when it is ready')
		.option('--connect-network', 'plug its network adapters in')
		.addOption(
			new Option(
				'--part <pattern>',
				'out of a snapshot of the whole system: which ones; repeatable',
			).argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]),
		)
		.addOption(
			new Option('--part-level <level>', 'what the parts are').choices(['vm', 'tenant', 'volume']),
		)
		.action(
			async (target: string | undefined, given: unknown) =>
				await run(async () => (await import('../work/restore')).restore, {
					names: target === undefined ? [] : [target],
					options: given,
				}),
		);
	options.withSnapshot(options.withSettings(command));
	options.withPatience(options.withOutput(options.withConnection(command)));
	examples(
		command,
		'vm-snapshots restore web-01 --newest --name web-01-test',
		"vm-snapshots restore --level system --snapshot Nightly --part 'web-*' --name '*-restored'",
	);
};
