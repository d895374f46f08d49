import { createHash } from 'node:crypto';
import type { Row } from './table';
import type { World } from './world';

interface Work {
	readonly name: string;
	/** A reference such as `vms/36`. */
	readonly owner: string;
	readonly seconds: number;
	readonly apply: () => void;
}

/** A task that runs for a while, does its work at the end, and is then `idle`, which means done. */
export function runTask(world: World, { name, owner, seconds, apply }: Work): Row {
	const tasks = world.table('tasks');
	const task = tasks.insert({
		name,
		owner,
		table: owner.split('/')[0] ?? '',
		action: name.toLowerCase(),
		action_display: name,
		status: 'running',
		last_run: world.now(),
	});
	tasks.change(task, { id: createHash('sha1').update(`task ${task.$key}`).digest('hex') });
	world.schedule.after(seconds, () => {
		const { taskOutcome } = world.quirks;
		if (taskOutcome === 'idle') apply();
		tasks.change(task, { status: taskOutcome });
	});
	return task;
}
