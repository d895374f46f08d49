import type { Task } from '../model/tasks';
import { unfitParameters } from '../server/pveError';
import { Listing, type ApiRequest, type Endpoints } from './endpoint';
import { COUNT, FLAG, oneOf, optional, TEXT, VMID } from './parameters';

const TASK = '/nodes/{node}/tasks/{upid}';

export const taskEndpoints: Endpoints = {
	'GET /nodes/{node}/tasks': {
		parameters: {
			vmid: optional(VMID),
			source: optional(oneOf('archive', 'active', 'all')),
			typefilter: optional(TEXT),
			errors: FLAG,
			start: COUNT,
			limit: COUNT,
		},
		answer: tasksOfNode,
	},
	'GET /cluster/tasks': {
		answer: ({ world, access }) =>
			[...world.tasks.all.values()]
				.filter((task) => access.owns(task.user) || access.has('/', 'Sys.Audit'))
				.map(row),
	},
	[`GET ${TASK}/status`]: { answer: status },
	[`GET ${TASK}/log`]: { parameters: { start: COUNT, limit: COUNT }, answer: log },
	[`DELETE ${TASK}`]: {
		answer: (request) => {
			request.world.tasks.stop(taskOf(request, 'Sys.Modify'));
			return null;
		},
	},
};

const UPID = /^UPID:[a-z0-9-]+:[0-9A-F]{8}:[0-9A-F]{8,9}:[0-9A-F]{8}:[^:\s/]+:[^:\s/]*:[^:\s/]+:$/i;

/** Throws for a task of another node, and for one of somebody else. */
function taskOf({ world, values, access }: ApiRequest, right: 'Sys.Audit' | 'Sys.Modify'): Task {
	const [node, upid] = [values.required('node'), values.required('upid')];
	if (!UPID.test(upid)) throw unfitParameters({ upid: 'unable to parse worker upid' });
	const task = world.tasks.all.get(upid);
	if (task?.node !== node) throw unfitParameters({ upid: 'no such task' });
	if (!access.owns(task.user)) access.demand(`/nodes/${node}`, right);
	return task;
}

function status(request: ApiRequest): object {
	const task = taskOf(request, 'Sys.Audit');
	const { upid, node, pid, pstart, starttime, type, id, exitstatus } = task;
	const [user, tokenid] = task.user.split('!');
	const known = { upid, node, pid, pstart, starttime, type, id, user };
	const who = tokenid === undefined ? known : { ...known, tokenid };
	if (exitstatus === undefined) return { ...who, status: 'running' };
	const told = task.late ? 'unexpected status' : exitstatus;
	task.late = false;
	return { ...who, status: 'stopped', exitstatus: told };
}

function log(request: ApiRequest): Listing {
	const { values } = request;
	const { log: written } = taskOf(request, 'Sys.Audit');
	const lines = written.length > 0 ? written : ['no content'];
	const start = values.number('start') ?? 0;
	// 0: no limit; a log without any line has one that says so (pve-common, Tools.pm dump_logfile).
	const limit = values.number('limit') ?? 50;
	const page = lines
		.map((text, place) => ({ n: place + 1, t: text }))
		.slice(start, limit === 0 ? undefined : start + limit);
	return new Listing(page, lines.length);
}

function tasksOfNode({ world, values, access }: ApiRequest): Listing {
	const node = values.required('node');
	const vmid = values.text('vmid');
	const source = values.text('source') ?? 'archive';
	const type = values.text('typefilter');
	const seesAll = access.has(`/nodes/${node}`, 'Sys.Audit');
	const isWanted = (task: Task): boolean =>
		task.node === node &&
		(vmid === undefined || task.id === vmid) &&
		(type === undefined || task.type === type) &&
		(source === 'all' || (source === 'active') === (task.exitstatus === undefined)) &&
		(seesAll || access.owns(task.user)) &&
		(values.flag('errors') !== true || isError(task));
	const wanted = [...world.tasks.all.values()].filter(isWanted).reverse();
	const start = values.number('start') ?? 0;
	const page = wanted.slice(start, start + (values.number('limit') ?? 50));
	return new Listing(page.map(row), wanted.length);
}

const isError = ({ exitstatus }: Task): boolean =>
	exitstatus !== undefined && exitstatus !== 'OK' && !exitstatus.startsWith('WARNINGS: ');

function row({ upid, node, pid, pstart, starttime, type, id, user, ...task }: Task): object {
	const [name, tokenid] = user.split('!');
	return {
		upid,
		node,
		pid,
		pstart,
		starttime,
		type,
		id,
		user: name,
		...(tokenid === undefined ? {} : { tokenid }),
		...(task.endtime === undefined ? {} : { endtime: task.endtime, status: task.exitstatus }),
	};
}
