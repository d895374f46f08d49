import type { Completable, CompletableOption } from './completable';

export const bash = (
	commands: readonly Completable[],
): string => `# vm-snapshots: completion for bash
_vm_snapshots() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))
		return
	fi
	case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
	esac
	case "$command" in
${commands.map(optionCase).join('\n')}
	esac
}
complete -o default -F _vm_snapshots vm-snapshots
`;

function valueCases({ name, options }: Completable): string[] {
	return options
		.filter(({ takesValue }) => takesValue)
		.map(({ flags, ...option }) => {
			const patterns = flags.map((flag) => `'${name} ${flag}'`).join('|');
			return `\t\t${patterns}) ${repliesFor(option)} return ;;`;
		});
}

/** With none, bash falls back to files, which is right for a file and no harm elsewhere. */
const repliesFor = ({ values }: Pick<CompletableOption, 'values'>): string =>
	values.length === 0 ? '' : `COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$current"));`;

const optionCase = ({ name, options, values }: Completable): string => {
	const words = [...options.flatMap(({ flags }) => flags), '--help', ...values];
	return `\t\t${name}) COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current")) ;;`;
};
