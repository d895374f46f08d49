import { quoted, type Completable, type CompletableOption } from './completable';

export const zsh = (commands: readonly Completable[]): string => `#compdef vm-snapshots
# vm-snapshots: completion for zsh
_vm_snapshots() {
	if (( CURRENT == 2 )); then
		local -a commands=(
${commands.map(({ name, summary }) => `\t\t\t${quoted(`${name}:${summary}`)}`).join('\n')}
		)
		_describe command commands
		return
	fi
	local command=$words[2]
	shift words
	(( CURRENT-- ))
	case $command in
${commands.map(commandCase).join('\n')}
	esac
}
compdef _vm_snapshots vm-snapshots
`;

const commandCase = ({ name, options, values }: Completable): string => {
	const rest = values.length > 0 ? `1:value:(${values.join(' ')})` : '*:argument:_files';
	const specs = [...options.flatMap(specsOf), '--help[help]', rest];
	return `\t\t${name}) _arguments ${specs.map(quoted).join(' ')} ;;`;
};

function specsOf({ flags, says, takesValue, takesFile, values }: CompletableOption): string[] {
	const label = says.replaceAll(/[[\]:\\]/g, (special) => `\\${special}`);
	const action = values.length > 0 ? `(${values.join(' ')})` : takesFile ? '_files' : ' ';
	return flags.map((flag) => `*${flag}[${label}]${takesValue ? `:value:${action}` : ''}`);
}
