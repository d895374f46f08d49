import { createHash } from 'node:crypto';
import { deleteWork, existing } from '../model/deleting';
import { Die, type Guest, type GuestType, type Snapshot } from '../model/entities';
import { rollbackWork } from '../model/rollingBack';
import { snapshotWork } from '../model/snapshotting';
import { assertFileFree, assertUnlocked, type World } from '../model/world';
import type { Access } from '../server/access';
import { digestOf } from './config';
import { begin, guestOf, type ApiRequest, type Endpoints, type PathValues } from './endpoint';
import { FLAG, optional, SNAPSHOT_NAME, TEXT, type Parameters } from './parameters';

const SNAPSHOTS = '/nodes/{node}/{type}/{vmid}/snapshot';
const ONE = `${SNAPSHOTS}/{snapname}`;

const maySnapshot = (access: Access, { vmid }: PathValues): void =>
	access.demand(`/vms/${vmid}`, 'VM.Snapshot');

const mayRollBack = (access: Access, { vmid }: PathValues): void =>
	access.demand(`/vms/${vmid}`, 'VM.Snapshot', 'VM.Snapshot.Rollback');

export const snapshotEndpoints: Endpoints = {
	[`GET ${SNAPSHOTS}`]: {
		demands: (access, { vmid }) => access.demand(`/vms/${vmid}`, 'VM.Audit'),
		answer: (request) => listed(request.world, guestOf(request)),
	},
	[`POST ${SNAPSHOTS}`]: { demands: maySnapshot, parameters: creation, answer: create },
	[`GET ${ONE}/config`]: {
		demands: (access, { vmid }) =>
			access.demand(`/vms/${vmid}`, 'VM.Snapshot', 'VM.Snapshot.Rollback', 'VM.Audit'),
		answer: (request) => {
			const { values, world } = request;
			return configOf(world, existing(guestOf(request), values.required('snapname')));
		},
	},
	[`PUT ${ONE}/config`]: {
		demands: maySnapshot,
		parameters: { description: optional(TEXT) },
		answer: describe,
	},
	[`POST ${ONE}/rollback`]: {
		demands: mayRollBack,
		parameters: { start: FLAG },
		answer: rollBack,
	},
	[`DELETE ${ONE}`]: {
		demands: maySnapshot,
		parameters: { force: FLAG },
		answer: remove,
	},
};

function creation(type: GuestType): Parameters {
	const common = { snapname: SNAPSHOT_NAME, description: optional(TEXT) };
	return type === 'qemu' ? { ...common, vmstate: FLAG } : common;
}

/** A hash's order: none that anybody could rely on. */
const inDisorder = (a: Snapshot, b: Snapshot): number => hash(a.name).localeCompare(hash(b.name));
const hash = (name: string): string => createHash('md5').update(name).digest('hex');

function listed(world: World, guest: Guest): unknown[] {
	const { quirks } = world;
	const rows = [...guest.snapshots.values()].sort(inDisorder).map((one) => row(world, guest, one));
	const current = {
		name: 'current',
		running: guest.status === 'running' ? 1 : 0,
		digest: digestOf(guest),
		description: 'You are here!',
		...(guest.parent === undefined ? {} : { parent: guest.parent }),
	};
	return quirks.currentListed === 'last' ? [...rows, current] : [current, ...rows];
}

function row(world: World, { type }: Guest, snapshot: Snapshot): object {
	const { name, snaptime, parent, snapstate, vmstate } = snapshot;
	return {
		name,
		snaptime,
		description: descriptionOf(world, snapshot),
		...(type === 'qemu' ? { vmstate: vmstate === undefined ? 0 : 1 } : {}),
		...(parent === undefined ? {} : { parent }),
		...(snapstate === undefined ? {} : { snapstate }),
	};
}

const descriptionOf = ({ quirks }: World, { description }: Snapshot): string =>
	description !== '' && quirks.descriptionNewline ? `${description}\n` : description;

function configOf(world: World, snapshot: Snapshot): object {
	const { config, snaptime, parent, vmstate, snapstate } = snapshot;
	const description = descriptionOf(world, snapshot);
	return {
		...config,
		snaptime,
		...(description === '' ? {} : { description }),
		...(parent === undefined ? {} : { parent }),
		...(vmstate === undefined ? {} : { vmstate }),
		...(snapstate === undefined ? {} : { snapstate }),
	};
}

const reserved = (name: string): Die =>
	new Die(`unable to use snapshot name '${name}' (reserved name)`);

/** What can't be saved along with the RAM. */
const UNSAVABLE: readonly (readonly [string, RegExp])[] = [
	['amd-sev', /^amd-sev$/],
	['intel-tdx', /^intel-tdx$/],
	['virtiofs', /^virtiofs\d+$/],
];

function create(request: ApiRequest): string {
	const { world, values } = request;
	const guest = guestOf(request);
	const name = values.required('snapname');
	const isQemu = guest.type === 'qemu';
	if (name === 'current') throw reserved(name);
	if (isQemu && name.toLowerCase() === 'pending') throw reserved(name);
	if (!isQemu && name === 'vzdump') throw reserved(name);
	const vmstate = values.flag('vmstate') ?? false;
	if (vmstate) assertMemorySavable(guest);
	const order = { name, description: values.text('description') ?? '', vmstate };
	const type = isQemu ? 'qmsnapshot' : 'vzsnapshot';
	return begin(request, guest, { type, ...snapshotWork(world, guest, order) });
}

function assertMemorySavable({ config }: Guest): void {
	const found = UNSAVABLE.filter(([, key]) => Object.keys(config).some((one) => key.test(one)));
	if (found.length === 0) return;
	const what = found.map(([word]) => word).join(', ');
	throw new Die(`Cannot live-migrate, snapshot (with RAM), or hibernate a VM with: ${what}`);
}

/** There is nothing else about a snapshot that can be changed. */
function describe(request: ApiRequest): null {
	const { values } = request;
	const guest = guestOf(request);
	assertFileFree(guest);
	assertUnlocked(guest);
	const snapshot = existing(guest, values.required('snapname'));
	const description = values.text('description');
	if (description !== undefined) snapshot.description = description.replace(/\n$/, '');
	return null;
}

function rollBack(request: ApiRequest): string {
	const { world, access, values } = request;
	const guest = guestOf(request);
	const start = values.flag('start') ?? false;
	if (start && world.quirks.rollbackStartChecked) {
		access.demand(`/vms/${guest.vmid}`, 'VM.PowerMgmt');
	}
	const type = guest.type === 'qemu' ? 'qmrollback' : 'vzrollback';
	const work = rollbackWork(world, guest, values.required('snapname'), start);
	return begin(request, guest, { type, ...work });
}

function remove(request: ApiRequest): string {
	const { world, values } = request;
	const guest = guestOf(request);
	const type = guest.type === 'qemu' ? 'qmdelsnapshot' : 'vzdelsnapshot';
	const force = values.flag('force') ?? false;
	const work = deleteWork(world, guest, values.required('snapname'), force);
	return begin(request, guest, { type, ...work });
}
