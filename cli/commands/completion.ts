import { Argument } from 'commander';
import { examples, type AddCommand } from './command';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const addCompletion: AddCommand = (program, run) => {
	const command = program
		.command('completion')
		.summary('a script that completes commands and options in your shell')
		.description(
			'Prints a script for your shell that completes commands, options and their values.',
		)
		.addArgument(new Argument('<shell>', 'which one').choices(SHELLS))
		.action(
			async (shell: string, options: unknown) =>
				await run(
					async () => {
						const { completion } = await import('../work/completion');
						return completion(program);
					},
					{ names: [shell], options },
				),
		);
	examples(
		command,
		'source <(vm-snapshots completion bash)            # in ~/.bashrc',
		'source <(vm-snapshots completion zsh)             # in ~/.zshrc, after compinit',
		'vm-snapshots completion fish > ~/.config/fish/completions/vm-snapshots.fish',
	);
};
