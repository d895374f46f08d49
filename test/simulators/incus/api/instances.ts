import { z } from 'zod';
import { ApiError, type Answer } from '../../../support/simulatedHttps';
import type { Instance, Settings } from '../model/entities';
import { failureOf } from '../model/failure';
import { deleteInstance, renameInstance, updateInstance } from '../model/instanceChanges';
import { findInstance, instanceNamed, isOn } from '../model/lookup';
import { assertConfig, unknownProfile } from '../model/settings';
import { instanceNameFault } from '../model/names';
import { restoreSnapshot } from '../model/restore';
import { instanceUrl } from '../model/urls';
import type { World } from '../model/world';
import { accepted, assertEtag, EMPTY, sync, syncWithEtag } from '../server/envelope';
import { parsedFilter } from './filter';
import {
	badRequest,
	devicesIn,
	internalError,
	parsedBody,
	part,
	projectOf,
	projectsOf,
	recursionOf,
	textMap,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';
import { fullInstanceView, instanceView, isAway } from './views';
import { volumesMode } from './volumesMode';

/** Throws 404, or 503 where its member is away. */
export function instanceOf(request: ApiRequest): Instance {
	const { world } = request;
	const instance = instanceNamed(world, projectOf(request), part(request, 'name'));
	if (isAway(world, instance))
		throw new ApiError(503, `Cluster member ${instance.location} is offline`);
	return instance;
}

const etagOf = ({ settings, type }: Instance): readonly unknown[] => [
	settings.architecture,
	settings.config,
	settings.devices,
	settings.ephemeral,
	settings.profiles,
	type,
];

const list: Handler = (request) => {
	const { world, whole } = request;
	const projects = projectsOf(request);
	const recursion = recursionOf(request);
	const fits = parsedFilter(whole.query.get('filter') ?? '');
	const instances = world.instances
		.filter(({ project }) => projects.includes(project))
		.sort((a, b) => compare(a.project, b.project) || compare(a.name, b.name))
		.filter((instance) => fits(instanceView(world, instance)));
	if (recursion === 0) return sync(instances.map(instanceUrl));
	const view = recursion === 1 ? instanceView : fullInstanceView;
	return sync(instances.map((instance) => view(world, instance)));
};

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const get: Handler = (request) => {
	const instance = instanceOf(request);
	const view = recursionOf(request) > 0 ? fullInstanceView : instanceView;
	return syncWithEtag(view(request.world, instance), etagOf(instance));
};

const settingsIn = z.object({
	architecture: z.string().optional(),
	config: textMap.nullish(),
	description: z.string().optional(),
	devices: devicesIn.nullish(),
	ephemeral: z.boolean().optional(),
	profiles: z.array(z.string()).nullish(),
});

const putIn = settingsIn.extend({
	restore: z.string().default(''),
	stateful: z.boolean().default(false),
	disk_only: z.boolean().default(false),
	restore_disk_volumes_mode: z.string().optional(),
});

const put: Handler = (request) => {
	const { world, whole } = request;
	const instance = instanceOf(request);
	assertEtag(whole.headers['if-match'], etagOf(instance));
	const body = parsedBody(request, putIn);
	return body.restore === '' ? replace(world, instance, body) : restore(world, instance, body);
};

function restore(world: World, instance: Instance, body: z.output<typeof putIn>): Answer {
	// A server that does not know the field ignores it, and restores the settings too.
	const diskOnly = body.disk_only && world.has('instance_snapshot_disk_only_restore');
	if (diskOnly && body.stateful) {
		throw badRequest('Cannot use option disk_only and stateful together on snapshot restore');
	}
	const withVolumes = volumesMode(world, body.restore_disk_volumes_mode);
	const { restore: name, stateful } = body;
	const order = restoreSnapshot(world, instance, { name, stateful, diskOnly, withVolumes });
	return accepted(world.operations.add(order));
}

/** What is not given is empty from now on. */
function replace(world: World, instance: Instance, body: z.output<typeof settingsIn>): Answer {
	const settings: Settings = {
		architecture: body.architecture || instance.settings.architecture,
		config: body.config ?? {},
		description: body.description ?? '',
		devices: body.devices ?? {},
		ephemeral: body.ephemeral ?? false,
		profiles: body.profiles ?? [],
	};
	assertProfilesKnown(world, instance.project, settings);
	const check = (): void => assertConfig(world, settings);
	return accepted(world.operations.add(updateInstance(world, instance, settings, check)));
}

/** At once and without an operation; what does not fit is HTTP 500. */
const patch: Handler = (request) => {
	const { world, whole } = request;
	const instance = instanceOf(request);
	assertEtag(whole.headers['if-match'], etagOf(instance));
	const { config, devices, profiles, ...others } = parsedBody(request, settingsIn);
	const settings: Settings = {
		...instance.settings,
		...others,
		config: { ...instance.settings.config, ...config },
		devices: { ...instance.settings.devices, ...devices },
		profiles: profiles ?? instance.settings.profiles,
	};
	assertProfilesKnown(world, instance.project, settings);
	const fault = failureOf(() => {
		world.locks.assertFree(instance, 'update');
		assertConfig(world, settings);
	});
	if (fault !== undefined) throw internalError(fault);
	instance.settings = settings;
	return EMPTY;
};

function assertProfilesKnown(world: World, project: string, settings: Settings): void {
	if (unknownProfile(world, project, settings) !== undefined) {
		throw new ApiError(404, 'Profile not found');
	}
}

const renameIn = z.object({ name: z.string() });

const rename: Handler = (request) => {
	const { world } = request;
	const instance = instanceOf(request);
	const { name } = parsedBody(request, renameIn);
	const fault = instanceNameFault(name, world.release.flavour);
	if (fault !== undefined) throw badRequest(`Invalid instance name: ${fault}`);
	if (findInstance(world, instance.project, name) !== undefined) {
		throw new ApiError(409, `Name "${name}" already in use`);
	}
	return accepted(world.operations.add(renameInstance(world, instance, name)));
};

const remove: Handler = (request) => {
	const instance = instanceOf(request);
	if (isOn(instance)) throw badRequest('Instance is running');
	return accepted(request.world.operations.add(deleteInstance(request.world, instance)));
};

export const instanceRoutes: Routes = {
	'GET /instances': list,
	'GET /instances/{name}': get,
	'PUT /instances/{name}': put,
	'PATCH /instances/{name}': patch,
	'POST /instances/{name}': rename,
	'DELETE /instances/{name}': remove,
};
