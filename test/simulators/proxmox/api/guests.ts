import { Die, isTemplate, nameOf, WORD, type Guest } from '../model/entities';
import { FEATURES, hasFeature, type Feature } from '../model/features';
import { existing } from '../model/deleting';
import { powerOrder, type PowerAction } from '../model/power';
import { assertUnlocked, type World } from '../model/world';
import { begin, guestOf, type ApiRequest, type Endpoint, type Endpoints } from './endpoint';
import { COUNT, FLAG, oneOf, optional, SNAPSHOT_NAME, type Parameters } from './parameters';

const GUEST = '/nodes/{node}/{type}/{vmid}';

const audited: Endpoint['demands'] = (access, { vmid }) =>
	access.demand(`/vms/${vmid}`, 'VM.Audit');

export const guestEndpoints: Endpoints = {
	'GET /nodes/{node}/{type}': { parameters: { full: FLAG }, answer: guestsOfNode },
	[`GET ${GUEST}/status/current`]: {
		demands: audited,
		answer: (request) => status(request.world, guestOf(request)),
	},
	[`GET ${GUEST}/feature`]: {
		demands: audited,
		parameters: { feature: oneOf(...FEATURES), snapname: optional(SNAPSHOT_NAME) },
		answer: feature,
	},
	[`DELETE ${GUEST}`]: {
		demands: (access, { vmid }) => access.demand(`/vms/${vmid}`, 'VM.Allocate'),
		parameters: { purge: FLAG, 'destroy-unreferenced-disks': FLAG, skiplock: FLAG },
		answer: destroy,
	},
	[`POST ${GUEST}/status/start`]: powerEndpoint('start'),
	[`POST ${GUEST}/status/stop`]: powerEndpoint('stop'),
	[`POST ${GUEST}/status/shutdown`]: powerEndpoint('shutdown', { forceStop: FLAG }),
	[`POST ${GUEST}/status/reboot`]: powerEndpoint('reboot'),
	[`POST ${GUEST}/status/suspend`]: powerEndpoint('suspend'),
	[`POST ${GUEST}/status/resume`]: powerEndpoint('resume'),
	[`POST ${GUEST}/status/reset`]: powerEndpoint('reset'),
};

function powerEndpoint(action: PowerAction, more: Parameters = {}): Endpoint {
	return {
		demands: (access, { vmid }) => access.demand(`/vms/${vmid}`, 'VM.PowerMgmt'),
		parameters: { timeout: COUNT, skiplock: FLAG, ...more },
		answer: (request) => {
			const guest = guestOf(request);
			const force = request.values.flag('forceStop') ?? false;
			return begin(request, guest, powerOrder(request.world, guest, action, force));
		},
	};
}

function guestsOfNode({ world, access, values }: ApiRequest): unknown[] {
	const [node, type] = [values.required('node'), values.required('type')];
	return [...world.guests.values()]
		.filter((guest) => guest.node === node && guest.type === type)
		.filter(({ vmid }) => access.has(`/vms/${vmid}`, 'VM.Audit'))
		.map((guest) => status(world, guest));
}

function status(world: World, guest: Guest): object {
	const { type, vmid, lock, config, ha } = guest;
	const running = guest.status === 'running';
	return {
		vmid,
		name: nameOf(guest),
		status: guest.status,
		uptime: running ? world.now() - guest.startedAt : 0,
		cpus: Number(config.cores),
		maxmem: Number(config.memory) * 1024 * 1024,
		ha: { managed: ha ? 1 : 0 },
		...(isTemplate(guest) ? { template: 1 } : {}),
		...(config.tags === undefined ? {} : { tags: config.tags }),
		...(lock === undefined ? {} : { lock }),
		...(type === 'lxc' ? { type } : qemuStatus(guest)),
	};
}

function qemuStatus({ status: power, paused, config }: Guest): object {
	return {
		qmpstatus: power === 'running' && paused ? 'paused' : power,
		...(config.agent === undefined ? {} : { agent: 1 }),
		...(power === 'running' ? { pid: 12_345, 'running-machine': 'pc-i440fx-10.0+pve0' } : {}),
	};
}

function feature(request: ApiRequest): object {
	const { world, values } = request;
	const guest = guestOf(request);
	const snapname = values.text('snapname');
	const { config } = snapname === undefined ? guest : existing(guest, snapname);
	const asked = values.required('feature') as Feature;
	const has = hasFeature(world, config, asked, snapname !== undefined);
	const shared = world.volumes.volumesOf(config).every(({ storage }) => storage.shared);
	return { hasFeature: has ? 1 : 0, nodes: shared ? [...world.nodes.keys()] : [guest.node] };
}

function destroy(request: ApiRequest): string {
	const { world } = request;
	const guest = guestOf(request);
	const { vmid, type, config } = guest;
	if (guest.status === 'running') {
		throw new Die(`${WORD[type]} ${vmid} is running - destroy failed`);
	}
	return begin(request, guest, {
		type: type === 'qemu' ? 'qmdestroy' : 'vzdestroy',
		seconds: world.durations.destroy,
		begin: () => {
			assertUnlocked(guest);
			if (config.protection === 1) {
				throw new Die(`can't remove ${WORD[type]} ${vmid} - protection mode enabled`);
			}
			guest.lock = 'destroyed';
		},
		finish: () => {
			for (const { id } of world.volumes.volumesOf(config)) world.volumes.free(id);
			world.guests.delete(vmid);
		},
	});
}
