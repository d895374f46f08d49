import { z } from 'zod';
import { ApiError } from '../../../support/simulatedHttps';
import { configFault } from '../model/config';
import type { Instance, Volume } from '../model/entities';
import { OperationFailure } from '../model/failure';
import {
	findVolume,
	poolNamed,
	projectNamed,
	rootDisk,
	volumeNamed,
	volumeProject,
} from '../model/lookup';
import { dropFrom } from '../model/rollback';
import { configRules } from '../model/settings';
import { volumeSnapshotUrl, volumeUrl } from '../model/urls';
import { assertVolumeRestorable, restoreVolume, usersOf } from '../model/volumes';
import type { World } from '../model/world';
import { assertEtag, sync, syncWithEtag } from '../server/envelope';
import { parsedFilter } from './filter';
import {
	badRequest,
	existingProject,
	internalError,
	parsedBody,
	part,
	projectsOf,
	recursionOf,
	textMap,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';
import { rootVolumeView, volumeView } from './views';
import { changed } from './volumeAnswer';
import { createVolume } from './volumeCopies';

/** Throws 404. */
export function volumeOf(request: ApiRequest): Volume {
	const { world } = request;
	const { name: pool } = poolNamed(world, part(request, 'pool'));
	const project = volumeProject(world, existingProject(request));
	return volumeNamed(world, pool, project, part(request, 'volume'));
}

const etagOf = ({ name, config }: Volume): readonly unknown[] => [name, 'custom', config];

interface Row {
	readonly url: string;
	readonly view: Readonly<Record<string, unknown>>;
}

/** Snapshots are volumes of their own in lists, as `volume/snapshot`. */
function listed(world: World, volume: Volume): Row[] {
	const view = volumeView(world, volume);
	return [
		{ url: volumeUrl(volume), view },
		...volume.snapshots.map(({ name, description }) => ({
			url: volumeSnapshotUrl(volume, name),
			view: { ...view, name: `${volume.name}/${name}`, description, used_by: [] },
		})),
	];
}

const listCustom: Handler = (request) => answerList(request, customOf(request));

const listAll: Handler = (request) => {
	const { world } = request;
	const projects = projectsOf(request);
	const pool = part(request, 'pool');
	const roots = world.instances
		.filter(
			({ project, settings }) =>
				projects.includes(project) && rootDisk(world, project, settings)?.pool === pool,
		)
		.flatMap((instance) => listedRoot(world, pool, instance));
	return answerList(request, [...roots, ...customOf(request)]);
};

function listedRoot(world: World, pool: string, instance: Instance): Row[] {
	const url = `/1.0/storage-pools/${pool}/volumes/${instance.type}/${instance.name}`;
	const view = rootVolumeView(world, instance);
	return [
		{ url, view },
		...instance.snapshots.map(({ name }) => ({
			url: `${url}/snapshots/${name}`,
			view: { ...view, name: `${instance.name}/${name}`, used_by: [] },
		})),
	];
}

function customOf(request: ApiRequest): Row[] {
	const { world } = request;
	const { name: pool } = poolNamed(world, part(request, 'pool'));
	const asked = projectsOf(request).map((name) => projectNamed(world, name).name);
	const projects = new Set(asked.map((name) => volumeProject(world, name)));
	return world.volumes
		.filter((one) => one.pool === pool && projects.has(one.project))
		.flatMap((volume) => listed(world, volume));
}

function answerList(request: ApiRequest, rows: readonly Row[]) {
	const fits = parsedFilter(request.whole.query.get('filter') ?? '');
	const fitting = rows.filter(({ view }) => fits(view));
	return recursionOf(request) > 0
		? sync(fitting.map(({ view }) => view))
		: sync(fitting.map(({ url }) => url));
}

const get: Handler = (request) => {
	const volume = volumeOf(request);
	return syncWithEtag(volumeView(request.world, volume), etagOf(volume));
};

const putIn = z.object({
	config: textMap.nullish(),
	description: z.string().optional(),
	restore: z.string().default(''),
});

const put: Handler = (request) => {
	const { world, whole } = request;
	const volume = volumeOf(request);
	assertEtag(whole.headers['if-match'], etagOf(volume));
	const { config, description, restore } = parsedBody(request, putIn);
	if (restore === '') return update(world, volume, config ?? {}, description ?? '');
	const act = (): void => {
		assertVolumeRestorable(world, volume);
		restoreVolume(world, volume, restore);
		// Only where a configuration comes along, be it an empty one: lxd/storage_volumes.go.
		if (config === undefined || config === null) return;
		volume.config = config;
		volume.description = description ?? '';
	};
	return changed(world, volume, 'Restoring storage volume', act, world.durations.restore);
};

const patch: Handler = (request) => {
	const { world, whole } = request;
	const volume = volumeOf(request);
	assertEtag(whole.headers['if-match'], etagOf(volume));
	const { config, description } = parsedBody(request, putIn);
	return update(world, volume, { ...volume.config, ...config }, description ?? volume.description);
};

function update(world: World, volume: Volume, config: Volume['config'], description: string) {
	const { driver } = poolNamed(world, volume.pool);
	const fault = configFault(config, configRules(world), driver);
	if (fault !== undefined) {
		const which = `Invalid value for volume "${volume.project}_${volume.name}"`;
		throw internalError(`${which} option "${fault.key}": ${fault.text}`);
	}
	return changed(world, volume, 'Updating storage volume', () => {
		volume.config = config;
		volume.description = description;
	});
}

const renameIn = z.object({ name: z.string().min(1) });

const rename: Handler = (request) => {
	const { world } = request;
	const volume = volumeOf(request);
	const { name } = parsedBody(request, renameIn);
	if (findVolume(world, volume.pool, volume.project, name) !== undefined) {
		throw new ApiError(409, `Volume by that name already exists`);
	}
	return changed(world, volume, 'Renaming storage volume', () => {
		if (usersOf(world, volume).length > 0) throw new OperationFailure('Volume is still in use');
		volume.name = name;
	});
};

const remove: Handler = (request) => {
	const { world } = request;
	const volume = volumeOf(request);
	if (usersOf(world, volume).length > 0) {
		throw badRequest('The storage volume is still in use');
	}
	const act = (): void => dropFrom(world.volumes, [volume]);
	return changed(world, volume, 'Deleting storage volume', act, world.durations.remove);
};

export const volumeRoutes: Routes = {
	'GET /storage-pools/{pool}/volumes': listAll,
	'GET /storage-pools/{pool}/volumes/custom': listCustom,
	'POST /storage-pools/{pool}/volumes/custom': createVolume,
	'GET /storage-pools/{pool}/volumes/custom/{volume}': get,
	'PUT /storage-pools/{pool}/volumes/custom/{volume}': put,
	'PATCH /storage-pools/{pool}/volumes/custom/{volume}': patch,
	'POST /storage-pools/{pool}/volumes/custom/{volume}': rename,
	'DELETE /storage-pools/{pool}/volumes/custom/{volume}': remove,
};
