import { Command } from 'commander';
import type { Run } from './commands/command';
import { addCompletion } from './commands/completion';
import { addCreate } from './commands/create';
import { addDelete } from './commands/delete';
import { addHold } from './commands/hold';
import { addList } from './commands/list';
import { addPrune } from './commands/prune';
import { addRestore } from './commands/restore';
import { addRevert } from './commands/revert';
import { addSimulate } from './commands/simulate';
import { addSystems } from './commands/systems';
import type { Surroundings } from './surroundings';

const READING = 'Look:';
const WORKING = 'Take and use snapshots:';
const TIDYING = 'Tidy up:';

/** All commands. Nothing but their words is loaded here. */
export function buildProgram({ stdout, stderr }: Surroundings, version: string, run: Run): Command {
	const program = new Command('vm-snapshots')
		.description('Snapshots of VMs, over any hypervisor, with retention that tells its reasons.')
		.version(version, '-V, --version', 'print the version')
		.helpOption('-h, --help', 'this help; vm-snapshots COMMAND --help tells more')
		.showSuggestionAfterError()
		.exitOverride()
		.configureOutput({
			writeOut: (text) => void stdout.write(text),
			writeErr: (text) => void stderr.write(text),
			getOutHelpWidth: () => HELP_WIDTH,
			getErrHelpWidth: () => HELP_WIDTH,
		})
		.configureHelp({ showGlobalOptions: false });
	program.commandsGroup(READING);
	for (const add of [addList, addSystems, addSimulate]) add(program, run);
	program.commandsGroup(WORKING);
	for (const add of [addCreate, addRevert, addRestore, addHold]) add(program, run);
	program.commandsGroup(TIDYING);
	for (const add of [addPrune, addDelete]) add(program, run);
	program.commandsGroup('Help:').helpCommand('help [command]', 'help for one command');
	addCompletion(program, run);
	for (const command of program.commands) command.helpOption('-h, --help', 'this help');
	return program.addHelpText('after', AFTER);
}

const HELP_WIDTH = 100;

const AFTER = `
Connections come from ~/.config/vm-snapshots/connections.json, or from the environment:
  VM_SNAPSHOTS_SYSTEM=vergeos VM_SNAPSHOTS_URL=… VM_SNAPSHOTS_API_KEY_FILE=… vm-snapshots list
vm-snapshots systems NAME tells the fields. Secrets are never taken from an argument.

Exit codes: 0 done, 1 failed, 2 bad usage, 3 partly done, 130 cancelled.
`;
