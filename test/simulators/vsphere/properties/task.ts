import { progressOf, type Task } from '../model/tasks';
import type { World } from '../model/world';
import { localizedMethodFault } from '../wire/fault';
import {
	anything,
	data,
	dateTime,
	enumerated,
	flag,
	int,
	polymorphic,
	text,
	type Data,
} from '../wire/values';
import type { Properties } from './properties';

export const taskProperties = (world: World, task: Task): Properties => ({
	info: () => infoOf(world, task),
});

function infoOf(world: World, task: Task): Data {
	const { error, startedAt, completedAt, result } = task;
	const progress = progressOf(task, world.now());
	return data('TaskInfo', {
		key: text(task.ref.value),
		task: task.ref,
		description: undefined,
		name: text(
			`${task.descriptionId.replace(/^.*\.(.)/, (_whole, first: string) => first.toUpperCase())}_Task`,
		),
		descriptionId: text(task.descriptionId),
		entity: task.entity.ref,
		entityName: text(world.told(task.entity.name)),
		locked: undefined,
		state: enumerated('TaskInfoState', task.state),
		cancelled: flag(task.wasCancelled),
		cancelable: flag(task.cancelable ?? false),
		error: error && localizedMethodFault(error, world.quirks.translate(error.message)),
		result: result && anything(result),
		progress: progress === undefined ? undefined : int(progress),
		reason: polymorphic('TaskReasonUser', { userName: text(task.userName) }),
		queueTime: dateTime(task.queuedAt),
		startTime: startedAt === undefined ? undefined : dateTime(startedAt),
		completeTime: completedAt === undefined ? undefined : dateTime(completedAt),
		eventChainId: int(1),
	});
}
