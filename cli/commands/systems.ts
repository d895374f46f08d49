import { examples, type AddCommand } from './command';

export const addSystems: AddCommand = (program, run) => {
	const command = program
		.command('systems')
		.summary('what can be reached, and what a connection to it needs')
		.description(
			'Lists the systems that can be reached; of one system, what it can do, its settings for --set, and the fields of a connection.',
		)
		.argument('[system]', 'such as libvirt')
		.option('--json', 'one JSON record a line')
		.action(
			async (system: string | undefined, options: unknown) =>
				await run(async () => (await import('../work/systems')).systems, {
					names: system === undefined ? [] : [system],
					options,
				}),
		);
	examples(command, 'vm-snapshots systems', 'vm-snapshots systems vergeos');
};
