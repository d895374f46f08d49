import { assertCopyable, assertOrderFits, originOf, type CloneOrder } from '../model/cloneChecks';
import { cloneWork } from '../model/cloning';
import { isTemplate, type Guest, type GuestType } from '../model/entities';
import { bridgesOf } from '../model/network';
import { assertFileFree } from '../model/world';
import { unfitParameters } from '../server/pveError';
import { begin, guestOf, type ApiRequest, type Endpoints } from './endpoint';
import {
	COUNT,
	DNS_NAME_TEXT,
	FLAG,
	oneOf,
	optional,
	SNAPSHOT_NAME,
	TEXT,
	VMID,
	type Parameters,
} from './parameters';

export const cloneEndpoints: Endpoints = {
	'POST /nodes/{node}/{type}/{vmid}/clone': {
		demands: (access, { vmid }) => access.demand(`/vms/${vmid}`, 'VM.Clone'),
		parameters,
		answer: clone,
	},
};

function parameters(type: GuestType): Parameters {
	const common = {
		newid: VMID,
		snapname: optional(SNAPSHOT_NAME),
		full: FLAG,
		description: optional(TEXT),
		storage: optional(TEXT),
		target: optional(TEXT),
		pool: optional(TEXT),
		bwlimit: COUNT,
	};
	return type === 'qemu'
		? { ...common, name: optional(DNS_NAME_TEXT), format: optional(oneOf('raw', 'qcow2', 'vmdk')) }
		: { ...common, hostname: optional(DNS_NAME_TEXT) };
}

function clone(request: ApiRequest): string {
	const { world, values } = request;
	const guest = guestOf(request);
	const order: CloneOrder = {
		newid: Number(values.required('newid')),
		snapname: values.text('snapname'),
		full: values.flag('full') ?? !isTemplate(guest),
		name: values.text('name') ?? values.text('hostname'),
		description: values.text('description'),
		storage: values.text('storage'),
		format: values.text('format'),
		target: values.text('target'),
		pool: values.text('pool'),
	};
	assertMayMake(request, order);
	if (order.target !== undefined && !world.nodes.has(order.target)) {
		throw unfitParameters({ target: `no such cluster node '${order.target}'` });
	}
	if (world.quirks.sourceBusyCloning === 'refused') assertFileFree(guest);
	assertOrderFits(world, guest, order);
	assertMayUse(request, guest, order);
	assertCopyable(world, guest, order);
	const type = guest.type === 'qemu' ? 'qmclone' : 'vzclone';
	return begin(request, guest, { type, ...cloneWork(world, guest, order) });
}

function assertMayMake({ access }: ApiRequest, { newid, pool }: CloneOrder): void {
	if (pool !== undefined && access.has(`/pool/${pool}`, 'VM.Allocate')) return;
	access.demand(`/vms/${newid}`, 'VM.Allocate');
}

/** Where the disks go, and what the cards are plugged into. */
function assertMayUse({ access, world }: ApiRequest, guest: Guest, order: CloneOrder): void {
	const { config } = originOf(guest, order);
	for (const { storage } of world.volumes.volumesOf(config)) {
		access.demand(`/storage/${order.storage ?? storage.name}`, 'Datastore.AllocateSpace');
	}
	for (const bridge of bridgesOf(config)) {
		access.demand(`/sdn/zones/localnetwork/${bridge}`, 'SDN.Use');
	}
}
