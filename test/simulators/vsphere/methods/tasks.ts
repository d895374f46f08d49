import { method, type Methods } from './method';

export const tasks: Methods = {
	CancelTask: method('CancelTask', {
		on: 'Task',
		changes: true,
		parameters: {},
		perform: (call) => {
			call.world.tasks.cancel(call.task());
			return undefined;
		},
	}),
};
