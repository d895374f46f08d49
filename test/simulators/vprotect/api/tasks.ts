import { z } from 'zod';
import type { Rule, Task, Vm } from '../model/entities';
import { queueInventorySync, queueSnapshot, USUAL_PRIORITY } from '../model/orders';
import type { World } from '../model/world';
import type { Answer } from '../../../support/simulatedHttps';
import { refusal } from '../server/apiError';
import type { Refusal } from '../quirks';
import { percent, referenceIn, references, resolved, wordOf } from './input';
import { listAnswer } from './paging';
import { changed, found, GONE, OK, parsedBody, type Handler } from './request';
import type { Routes } from './router';
import { taskView } from './views';

const FILTERS: Readonly<Record<string, (task: Task) => string | null | undefined>> = {
	protectedEntity: ({ vm }) => vm?.guid,
	schedule: ({ schedule }) => schedule?.guid,
	state: ({ state }) => state,
	type: ({ type }) => type,
	tenantId: ({ vm }) => vm?.tenantId,
	// Nothing here ever belongs to a backup or to a workflow execution.
	backup: () => null,
	'workflow-execution': () => null,
};

const list: Handler = (request) => {
	const { world, query } = request;
	let tasks = [...world.queue.tasks.values()];
	for (const [name, valueOf] of Object.entries(FILTERS)) {
		const wanted = query.get(name);
		if (wanted !== null) tasks = tasks.filter((task) => valueOf(task) === wanted);
	}
	return listAnswer(request, tasks, (task) => taskView(world, task));
};

const snapshotIn = z.object({
	priority: percent.default(USUAL_PRIORITY),
	protectedEntities: references.min(1),
	rule: referenceIn,
});

/** All or nothing; then one task for each VM. */
const takeSnapshots: Handler = (request) => {
	const { world } = request;
	const order = parsedBody(request, snapshotIn);
	const vms = resolved(world.vms, order.protectedEntities, 'Virtual environment');
	const [rule] = resolved(world.rules, [order.rule], 'Rule');
	if (rule === undefined) throw new Error('A rule that is resolved is there');
	for (const vm of vms) assertOrderable(world, vm, rule);
	return queuedAnswer(
		world,
		vms.map((vm) => queueSnapshot(world, vm, rule, order.priority)),
	);
};

export function assertOrderable({ quirks }: World, vm: Vm, rule: Rule): void {
	const refuse = (wording: 'taskFails' | Refusal): void => {
		if (wording !== 'taskFails') throw refusal(wording, vm.name);
	};
	if (vm.snapshotPolicy === null) refuse(quirks.noPolicy);
	if (vm.snapshotPolicy !== rule.policy) refuse(quirks.foreignRule);
	if (!vm.present) refuse(quirks.notPresent);
	if (!vm.hypervisor.platform.snapshots) refuse(quirks.unsupportedSnapshot);
}

function queuedAnswer(world: World, tasks: readonly Task[]): Answer {
	switch (world.quirks.taskAnswer) {
		case 'tasks':
			return OK(tasks.map((task) => taskView(world, task)));
		case 'references':
			return OK(tasks.map(({ guid }) => ({ guid })));
		case 'empty':
			return { status: 204 };
	}
}

const stateIn = z.object({ state: wordOf(['CANCELLED']) });

const cancel: Handler = (request) => {
	const { world, guid } = request;
	const task = found(world.queue.tasks, guid, 'Task');
	parsedBody(request, stateIn);
	if (isOver(task)) throw refusal(world.quirks.taskOver, guid);
	world.queue.cancel(task);
	return changed(world, taskView(world, task));
};

const isOver = ({ state }: Task): boolean => state !== 'QUEUED' && state !== 'RUNNING';

/** One that is over is deleted, any other cancelled. */
export function deleteOrCancel({ queue }: World, task: Task): void {
	if (isOver(task)) queue.forget(task);
	else queue.cancel(task);
}

const removeAll =
	(wanted: (task: Task) => boolean): Handler =>
	({ world }) => {
		const tasks = [...world.queue.tasks.values()].filter(wanted);
		for (const task of tasks) deleteOrCancel(world, task);
		return GONE;
	};

export const taskRoutes: Routes = {
	'GET /tasks': list,
	'GET /tasks/{guid}': ({ world, guid }) =>
		OK(taskView(world, found(world.queue.tasks, guid, 'Task'))),
	'POST /tasks/vm-snapshot': takeSnapshots,
	'POST /tasks/inventory-sync': ({ world }) => queuedAnswer(world, [queueInventorySync(world)]),
	'PUT /tasks/{guid}/state': cancel,
	'DELETE /tasks/{guid}': ({ world, guid }) => {
		deleteOrCancel(world, found(world.queue.tasks, guid, 'Task'));
		return GONE;
	},
	'DELETE /tasks/all-finished': removeAll(isOver),
	'DELETE /tasks/all-finished-and-queued': removeAll(({ state }) => state !== 'RUNNING'),
	'DELETE /tasks/all-running': removeAll(({ state }) => state === 'RUNNING'),
};
