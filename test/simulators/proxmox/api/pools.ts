import { abilitiesOf, isVolumeChain, type Storage } from '../model/storages';
import { Die, nameOf } from '../model/entities';
import type { World } from '../model/world';
import type { Access } from '../server/access';
import type { ApiRequest, Endpoints } from './endpoint';
import { optional, TEXT } from './parameters';

export const poolEndpoints: Endpoints = {
	'GET /pools': { parameters: { poolid: optional(TEXT) }, answer: pools },
	'GET /pools/{poolid}': {
		demands: (access, { poolid }) => access.demand(`/pool/${poolid}`, 'Pool.Audit'),
		answer: ({ world, access, values }) => pool(world, access, values.required('poolid')),
	},
	'GET /storage': {
		answer: ({ world, access }) => visibleStorages(world, access).map(configured),
	},
	'GET /nodes/{node}/storage': {
		answer: ({ world, access, values }) =>
			visibleStorages(world, access).map((storage) => ({
				...configured(storage),
				...usage,
				node: values.required('node'),
				active: 1,
				enabled: 1,
			})),
	},
};

const usage = { total: 536_870_912_000, used: 107_374_182_400, avail: 429_496_729_600 };

function pools({ world, access, values }: ApiRequest): unknown[] {
	const wanted = values.text('poolid');
	if (wanted !== undefined) {
		access.demand(`/pool/${wanted}`, 'Pool.Audit');
		return [{ poolid: wanted, ...pool(world, access, wanted) }];
	}
	return [...world.pools]
		.filter(([poolid]) => access.has(`/pool/${poolid}`, 'Pool.Audit'))
		.map(([poolid, comment]) => ({ poolid, ...(comment === '' ? {} : { comment }) }));
}

function pool(world: World, access: Access, poolid: string): object {
	const comment = world.pools.get(poolid);
	if (comment === undefined) throw new Die(`pool '${poolid}' does not exist`);
	const members = [...world.guests.values()].filter(
		(guest) => guest.pool === poolid && access.has(`/vms/${guest.vmid}`, 'VM.Audit'),
	);
	return {
		...(comment === '' ? {} : { comment }),
		members: members.map((guest) => ({
			id: `${guest.type}/${guest.vmid}`,
			vmid: guest.vmid,
			type: guest.type,
			node: guest.node,
			name: nameOf(guest),
			status: guest.status,
		})),
	};
}

const visibleStorages = ({ volumes }: World, access: Access): Storage[] =>
	[...volumes.storages.values()].filter(({ name }) =>
		access.has(`/storage/${name}`, 'Datastore.Audit', 'Datastore.AllocateSpace'),
	);

const configured = (storage: Storage): object => ({
	storage: storage.name,
	type: abilitiesOf(storage).type,
	content: 'images,rootdir',
	shared: storage.shared ? 1 : 0,
	...(isVolumeChain(storage) ? { 'snapshot-as-volume-chain': 1 } : {}),
});

/** As the cluster's resources list it. */
export const storageRow = (storage: Storage, node: string): object => ({
	id: `storage/${node}/${storage.name}`,
	storage: storage.name,
	node,
	type: 'storage',
	status: 'available',
	plugintype: abilitiesOf(storage).type,
	content: 'images,rootdir',
	shared: storage.shared ? 1 : 0,
});
