import { quoted, type Completable, type CompletableOption } from './completable';

export const fish = (commands: readonly Completable[]): string =>
	[
		'# vm-snapshots: completion for fish',
		'complete -c vm-snapshots -f',
		...commands.map(
			({ name, summary }) =>
				`complete -c vm-snapshots -n __fish_use_subcommand -a ${name} -d ${quoted(summary)}`,
		),
		...commands.flatMap(linesOf),
		'',
	].join('\n');

function linesOf({ name, options, values }: Completable): string[] {
	const within = `complete -c vm-snapshots -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
	return [
		...options.map((option) => [within, ...partsOf(option)].join(' ')),
		...(values.length > 0 ? [`${within} -a ${quoted(values.join(' '))}`] : []),
	];
}

function partsOf({ flags, says, takesValue, takesFile, values }: CompletableOption): string[] {
	const names = flags.map((flag) =>
		flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
	);
	const how = values.length > 0 ? [`-a ${quoted(values.join(' '))}`] : takesFile ? ['-F'] : [];
	return [...names, ...(takesValue ? ['-r'] : []), ...how, `-d ${quoted(says)}`];
}
