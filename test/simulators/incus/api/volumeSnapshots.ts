import { z } from 'zod';
import { ApiError } from '../../../support/simulatedHttps';
import type { Volume, VolumeSnapshot } from '../model/entities';
import { OperationFailure } from '../model/failure';
import { projectNamed, volumeSnapshotNamed } from '../model/lookup';
import type { OperationOrder } from '../model/operations';
import { dropFrom } from '../model/rollback';
import { instantOrNull, type GivenInstant } from '../model/time';
import { volumeSnapshotResources, volumeSnapshotUrl } from '../model/urls';
import { addVolumeSnapshot, assertVolumeFree } from '../model/volumes';
import type { World } from '../model/world';
import { accepted, assertEtag, sync, syncWithEtag } from '../server/envelope';
import {
	badRequest,
	instantIn,
	parsedBody,
	part,
	recursionOf,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';
import {
	assertSnapshotsAllowed,
	assertVolumeSnapshotName,
	expiryFor,
	snapshotNameFor,
} from './snapshotInput';
import { listedVolumeSnapshotView, volumeSnapshotView } from './views';
import { changed } from './volumeAnswer';
import { volumeOf } from './volumes';

interface Found {
	readonly volume: Volume;
	readonly snapshot: VolumeSnapshot;
}

/** Throws 404. */
function found(request: ApiRequest): Found {
	const volume = volumeOf(request);
	return { volume, snapshot: volumeSnapshotNamed(volume, part(request, 'snapshot')) };
}

const etagOf = ({ description, expiresAt }: VolumeSnapshot): readonly unknown[] => [
	description,
	expiresAt,
];

const list: Handler = (request) => {
	const volume = volumeOf(request);
	const { snapshots } = volume;
	return recursionOf(request) === 0
		? sync(snapshots.map(({ name }) => volumeSnapshotUrl(volume, name)))
		: sync(snapshots.map((one) => listedVolumeSnapshotView(request.world, volume, one)));
};

const get: Handler = (request) => {
	const { volume, snapshot } = found(request);
	return syncWithEtag(volumeSnapshotView(request.world, volume, snapshot), etagOf(snapshot));
};

const createIn = z.object({
	name: z.string().default(''),
	expires_at: instantIn.nullish(),
});

const create: Handler = (request) => {
	const { world } = request;
	const volume = volumeOf(request);
	assertSnapshotsAllowed(projectNamed(world, volume.project));
	const body = parsedBody(request, createIn);
	const taken = volume.snapshots.map(({ name }) => name);
	const name = snapshotNameFor(body.name, volume.config, taken, world.now());
	assertVolumeSnapshotName(world, name);
	assertFree(volume, name);
	const expiresAt = expiryFor(body.expires_at, volume.config, world.now());
	return accepted(
		world.operations.add({
			...common(world, volume, name),
			description: 'Creating storage volume snapshot',
			seconds: world.durations.snapshot,
			begin: () => assertVolumeFree(world, volume),
			finish: () => {
				if (volume.snapshots.some((one) => one.name === name)) {
					throw new OperationFailure(taken409(name).message);
				}
				addVolumeSnapshot(world, volume, { name, expiresAt });
			},
		}),
	);
};

const taken409 = (name: string): ApiError => new ApiError(409, `Snapshot "${name}" already in use`);

/** Throws 409 at once; an instance's snapshot fails in its operation. */
function assertFree({ snapshots }: Volume, name: string): void {
	if (snapshots.some((one) => one.name === name)) throw taken409(name);
}

const changeIn = z.object({
	description: z.string().optional(),
	expires_at: instantIn.nullish(),
});

/** What is not given is empty, and never, from now on. */
const put: Handler = (request) => {
	const { volume, snapshot } = found(request);
	assertEtag(request.whole.headers['if-match'], etagOf(snapshot));
	const { description = '', expires_at: given } = parsedBody(request, changeIn);
	return change(request.world, volume, snapshot, description, given ?? 'never');
};

/** What is not given stays; null is none, as in PUT. */
const patch: Handler = (request) => {
	const { volume, snapshot } = found(request);
	assertEtag(request.whole.headers['if-match'], etagOf(snapshot));
	const { description, expires_at: given } = parsedBody(request, changeIn);
	const expiresAt = given === undefined ? (snapshot.expiresAt ?? 'never') : (given ?? 'never');
	return change(request.world, volume, snapshot, description ?? snapshot.description, expiresAt);
};

const change = (
	world: World,
	volume: Volume,
	snapshot: VolumeSnapshot,
	description: string,
	expiresAt: GivenInstant,
) =>
	changed(world, volume, 'Updating storage volume snapshot', () => {
		snapshot.description = description;
		snapshot.expiresAt = instantOrNull(expiresAt);
		world.noteExpiry(snapshot.expiresAt);
	});

const renameIn = z.object({ name: z.string() });

const rename: Handler = (request) => {
	const { world } = request;
	const { volume, snapshot } = found(request);
	const { name } = parsedBody(request, renameIn);
	if (name.includes('/')) throw badRequest('Storage volume names may not contain slashes');
	return accepted(
		world.operations.add({
			...common(world, volume, snapshot.name),
			description: 'Renaming storage volume snapshot',
			seconds: world.durations.change,
			finish: () => {
				if (volume.snapshots.some((one) => one.name === name)) {
					throw new OperationFailure(
						`Failed to rename "${snapshot.name}" to "${name}": file exists`,
					);
				}
				snapshot.name = name;
			},
		}),
	);
};

const remove: Handler = (request) => {
	const { world } = request;
	const { volume, snapshot } = found(request);
	return accepted(
		world.operations.add({
			...common(world, volume, snapshot.name),
			description: 'Deleting storage volume snapshot',
			seconds: world.durations.remove,
			begin: () => assertVolumeFree(world, volume),
			finish: () => {
				if (!volume.snapshots.includes(snapshot)) {
					throw new OperationFailure('Storage volume snapshot not found');
				}
				dropFrom(volume.snapshots, [snapshot]);
			},
		}),
	);
};

const common = (
	world: World,
	volume: Volume,
	snapshot: string,
): Pick<OperationOrder, 'project' | 'location' | 'resources'> => ({
	project: volume.project,
	location: volume.location,
	resources: volumeSnapshotResources(world, volume, snapshot),
});

const SNAPSHOTS = '/storage-pools/{pool}/volumes/custom/{volume}/snapshots';

export const volumeSnapshotRoutes: Routes = {
	[`GET ${SNAPSHOTS}`]: list,
	[`POST ${SNAPSHOTS}`]: create,
	[`GET ${SNAPSHOTS}/{snapshot}`]: get,
	[`PUT ${SNAPSHOTS}/{snapshot}`]: put,
	[`PATCH ${SNAPSHOTS}/{snapshot}`]: patch,
	[`POST ${SNAPSHOTS}/{snapshot}`]: rename,
	[`DELETE ${SNAPSHOTS}/{snapshot}`]: remove,
};
