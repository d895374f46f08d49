import { isTemplate, nameOf, type Guest } from '../model/entities';
import { freeId } from '../model/guestSpec';
import type { World } from '../model/world';
import { unfitParameters } from '../server/pveError';
import { storageRow } from './pools';
import type { ApiRequest, Endpoints } from './endpoint';
import { oneOf, optional, VMID } from './parameters';

const MIB = 1024 * 1024;

export const clusterEndpoints: Endpoints = {
	'GET /cluster/resources': {
		parameters: { type: optional(oneOf('vm', 'storage', 'node', 'sdn')) },
		answer: resources,
	},
	'GET /cluster/nextid': { parameters: { vmid: optional(VMID) }, answer: nextId },
	'GET /cluster/status': {
		demands: (access) => access.demand('/', 'Sys.Audit'),
		answer: ({ world }) => [
			{
				id: 'cluster',
				type: 'cluster',
				name: world.clusterName,
				nodes: world.nodes.size,
				quorate: 1,
			},
			...[...world.nodes].map(([name, state], place) => ({
				id: `node/${name}`,
				type: 'node',
				name,
				nodeid: place + 1,
				online: state === 'online' ? 1 : 0,
				local: place === 0 ? 1 : 0,
			})),
		],
	},
	'GET /nodes': { answer: ({ world }) => nodes(world) },
};

function resources({ world, access, values }: ApiRequest): unknown[] {
	const type = values.text('type');
	const wants = (one: string): boolean => type === undefined || type === one;
	const visible = [...world.guests.values()].filter(({ vmid }) =>
		access.has(`/vms/${vmid}`, 'VM.Audit'),
	);
	const storages = [...world.volumes.storages.values()].filter(({ name }) =>
		access.has(`/storage/${name}`, 'Datastore.Audit'),
	);
	return [
		...(wants('vm') ? visible.map((guest) => guestRow(world, guest)) : []),
		...(wants('node') ? nodes(world) : []),
		...(wants('storage')
			? storages.flatMap((storage) =>
					[...world.nodes.keys()].map((node) => storageRow(storage, node)),
				)
			: []),
	];
}

/** From pvestatd's statistics, which may be old; lock and tags are as they are now. */
function guestRow(world: World, guest: Guest): object {
	const { type, vmid, lock, pool, ha } = guest;
	const told = world.statistics?.get(vmid) ?? guest;
	const row = { id: `${type}/${vmid}`, vmid, node: told.node, type };
	const { tags } = guest.config;
	const set = {
		...(tags === undefined ? {} : { tags }),
		...(lock === undefined ? {} : { lock }),
		...(pool === undefined ? {} : { pool }),
	};
	const state = ha ? { hastate: told.status === 'running' ? 'started' : 'stopped' } : {};
	if (world.nodes.get(told.node) !== 'online') {
		return { ...row, ...set, ...state, status: 'unknown' };
	}
	return {
		...row,
		status: told.status,
		name: nameOf({ type, vmid, config: told.config }),
		template: isTemplate(guest) ? 1 : 0,
		...load(world, guest),
		...set,
		...state,
	};
}

function load(world: World, { status, startedAt, config }: Guest): object {
	const running = status === 'running';
	const memory = Number(config.memory) * MIB;
	return {
		uptime: running ? world.now() - startedAt : 0,
		maxcpu: Number(config.cores),
		cpu: running ? 0.01 : 0,
		maxmem: memory,
		mem: running ? Math.floor(memory / 4) : 0,
		maxdisk: 34_359_738_368,
		disk: 0,
		netin: 0,
		netout: 0,
		diskread: 0,
		diskwrite: 0,
	};
}

const nodes = (world: World): object[] =>
	[...world.nodes].map(([node, state]) => ({
		id: `node/${node}`,
		node,
		type: 'node',
		status: state === 'online' ? 'online' : 'offline',
	}));

function nextId({ world, values }: ApiRequest): number | string {
	const wanted = values.number('vmid');
	if (wanted !== undefined && world.guests.has(wanted)) {
		throw unfitParameters({ vmid: `VM ${wanted} already exists` });
	}
	const id = wanted ?? freeId(world);
	return world.quirks.nextId === 'number' ? id : String(id);
}
