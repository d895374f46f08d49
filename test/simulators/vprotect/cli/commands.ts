import { assertOrderable, deleteOrCancel } from '../api/tasks';
import type { Task, Vm } from '../model/entities';
import { queueRemoval, queueReversion, queueSnapshot } from '../model/orders';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';
import type { Call } from './grammar';
import { CommandFailure } from './result';

/** What a command prints, and the tasks that it has queued. */
export interface Outcome {
	readonly stdout: string;
	readonly tasks: readonly Task[];
}

/** How the command line prints anything is not published: nobody should read more than the exit code. */
export function perform(world: World, { module, option, values }: Call): Outcome {
	const [first = '', second, third] = values;
	switch (`${module} ${option}`) {
		case 'vm -l':
			return printed([...world.vms.values()].map(vmLine));
		case 'vm -g':
			return printed([vmLine(vmOf(world, first))]);
		case 'vm -T':
			return printed(tasksOf(world, vmOf(world, first)).map(taskLine));
		case 'vm -S':
			return printed(snapshotLines(world, vmOf(world, first)));
		case 'vm -cS':
			return queued([createSnapshot(world, vmOf(world, first), second, third)]);
		case 'vm -rvS':
			return queued([revert(world, first)]);
		case 'vm -rmS': {
			const vms = first.split(',').map((guid) => vmOf(world, guid));
			return queued(vms.map((vm) => queueRemoval(world, vm)));
		}
		case 'task -l':
			return printed([...world.queue.tasks.values()].map(taskLine));
		case 'task -g':
			return printed([taskLine(taskOf(world, first))]);
		case 'task -d':
			deleteOrCancel(world, taskOf(world, first));
			return printed([]);
		default:
			throw new Error(`vprotect ${module} ${option} is in the grammar and has no work`);
	}
}

function createSnapshot(world: World, vm: Vm, ruleGuid?: string, priority?: string): Task {
	const [ofPolicy] = vm.snapshotPolicy?.rules ?? [];
	const rule = ruleGuid === undefined ? ofPolicy : world.rules.get(ruleGuid);
	if (rule === undefined) throw new CommandFailure(`No snapshot rule for ${vm.name}`);
	const rank = priority === undefined ? rule.policy.settings.priority : Number(priority);
	if (!(Number.isInteger(rank) && rank >= 0 && rank <= 100)) {
		throw new CommandFailure(`Invalid priority: ${priority}`);
	}
	try {
		assertOrderable(world, vm, rule);
	} catch (error) {
		throw error instanceof ApiError ? new CommandFailure(error.message) : error;
	}
	return queueSnapshot(world, vm, rule, rank);
}

function revert(world: World, guid: string): Task {
	const snapshot = world.snapshots.find(guid);
	if (snapshot === undefined) throw new CommandFailure(`Snapshot ${guid} not found`);
	return queueReversion(world, snapshot);
}

function vmOf(world: World, guid: string): Vm {
	const vm = world.vms.get(guid);
	if (vm === undefined) throw new CommandFailure(`Virtual environment ${guid} not found`);
	return vm;
}

function taskOf(world: World, guid: string): Task {
	const task = world.queue.tasks.get(guid);
	if (task === undefined) throw new CommandFailure(`Task ${guid} not found`);
	return task;
}

const tasksOf = (world: World, vm: Vm): Task[] =>
	[...world.queue.tasks.values()].filter((task) => task.vm === vm);

const vmLine = ({ guid, name, snapshotPolicy, present }: Vm): string =>
	[guid, name, snapshotPolicy?.name ?? '-', present ? 'present' : 'not present'].join('  ');

const taskLine = ({ guid, type, state, vm }: Task): string =>
	[guid, type, state, vm?.name ?? '-'].join('  ');

const snapshotLines = (world: World, vm: Vm): string[] =>
	world.snapshots
		.of(vm)
		.map(({ guid, takenAt, policy }) =>
			[guid, new Date(takenAt).toISOString(), policy?.name ?? '-'].join('  '),
		);

const printed = (lines: readonly string[]): Outcome => ({
	stdout: lines.map((line) => `${line}\n`).join(''),
	tasks: [],
});

const queued = (tasks: readonly Task[]): Outcome => ({ ...printed(tasks.map(taskLine)), tasks });
