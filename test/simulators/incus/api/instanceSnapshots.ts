import { z } from 'zod';
import { ApiError } from '../../../support/simulatedHttps';
import type { Instance, InstanceSnapshot } from '../model/entities';
import {
	changeExpiry,
	createSnapshot,
	deleteSnapshot,
	renameSnapshot,
} from '../model/instanceSnapshots';
import { expandedConfig, projectNamed, snapshotNamed } from '../model/lookup';
import { instantOrNull } from '../model/time';
import { snapshotUrl } from '../model/urls';
import { accepted, assertEtag, sync, syncWithEtag } from '../server/envelope';
import { instanceOf } from './instances';
import {
	badRequest,
	instantIn,
	parsedBody,
	part,
	projectOf,
	recursionOf,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';
import { assertName, assertSnapshotsAllowed, expiryFor, snapshotNameFor } from './snapshotInput';
import { snapshotView } from './views';
import { volumesMode } from './volumesMode';

interface Found {
	readonly instance: Instance;
	readonly snapshot: InstanceSnapshot;
}

/** Throws 404. */
function found(request: ApiRequest): Found {
	const instance = instanceOf(request);
	return { instance, snapshot: snapshotNamed(instance, part(request, 'snapshot')) };
}

const etagOf = ({ expiresAt }: InstanceSnapshot): readonly unknown[] => [expiresAt];

const list: Handler = (request) => {
	const { world } = request;
	const instance = instanceOf(request);
	const { snapshots } = instance;
	return recursionOf(request) === 0
		? sync(snapshots.map(({ name }) => snapshotUrl(instance, name)))
		: sync(snapshots.map((one) => snapshotView(world, instance, one)));
};

const get: Handler = (request) => {
	const { instance, snapshot } = found(request);
	return syncWithEtag(snapshotView(request.world, instance, snapshot), etagOf(snapshot));
};

const createIn = z.object({
	name: z.string().default(''),
	stateful: z.boolean().default(false),
	expires_at: instantIn.nullish(),
	disk_volumes_mode: z.string().optional(),
});

const create: Handler = (request) => {
	const { world } = request;
	assertSnapshotsAllowed(projectNamed(world, projectOf(request)));
	const instance = instanceOf(request);
	const body = parsedBody(request, createIn);
	const config = expandedConfig(world, instance.project, instance.settings);
	const taken = instance.snapshots.map(({ name }) => name);
	const name = snapshotNameFor(body.name, config, taken, world.now());
	assertName(world, name);
	const order = {
		name,
		stateful: body.stateful,
		expiresAt: expiryFor(body.expires_at, config, world.now()),
		withVolumes: volumesMode(world, body.disk_volumes_mode),
	};
	return accepted(world.operations.add(createSnapshot(world, instance, order)));
};

const expiryIn = z.object({ expires_at: instantIn.nullish() });

/** PUT and PATCH alike: only the expiry changes, and a request without it changes nothing. */
const update: Handler = (request) => {
	const { world, whole } = request;
	const { instance, snapshot } = found(request);
	assertEtag(whole.headers['if-match'], etagOf(snapshot));
	const { expires_at: given } = parsedBody(request, expiryIn);
	const expiresAt =
		given === undefined || given === null ? snapshot.expiresAt : instantOrNull(given);
	return accepted(world.operations.add(changeExpiry(world, instance, snapshot, expiresAt)));
};

const renameIn = z.object({ name: z.string(), migration: z.boolean().optional() });

const rename: Handler = (request) => {
	const { world } = request;
	const { instance, snapshot } = found(request);
	const { name, migration } = parsedBody(request, renameIn);
	if (migration === true) throw badRequest('Migration is not simulated');
	assertName(world, name);
	if (instance.snapshots.some((one) => one.name === name)) {
		throw new ApiError(409, `Name '${instance.name}/${name}' already in use`);
	}
	return accepted(world.operations.add(renameSnapshot(world, instance, snapshot, name)));
};

const remove: Handler = (request) => {
	const { world } = request;
	const { instance, snapshot } = found(request);
	return accepted(world.operations.add(deleteSnapshot(world, instance, snapshot)));
};

export const instanceSnapshotRoutes: Routes = {
	'GET /instances/{name}/snapshots': list,
	'POST /instances/{name}/snapshots': create,
	'GET /instances/{name}/snapshots/{snapshot}': get,
	'PUT /instances/{name}/snapshots/{snapshot}': update,
	'PATCH /instances/{name}/snapshots/{snapshot}': update,
	'POST /instances/{name}/snapshots/{snapshot}': rename,
	'DELETE /instances/{name}/snapshots/{snapshot}': remove,
};
