import { z } from 'zod';
import { ApiError } from '../../../support/simulatedHttps';
import type { Volume, VolumeSnapshot } from '../model/entities';
import { OperationFailure } from '../model/failure';
import { findVolume, poolNamed, volumeNamed, volumeProject } from '../model/lookup';
import { noteCopy, rollsBackOnly } from '../model/rollback';
import { volumeResources } from '../model/urls';
import type { World } from '../model/world';
import { accepted } from '../server/envelope';
import {
	allowedProject,
	badRequest,
	existingProject,
	parsedBody,
	part,
	textMap,
	type ApiRequest,
	type Handler,
} from './request';
import { changed } from './volumeAnswer';

const createIn = z.object({
	name: z.string().default(''),
	type: z.literal('custom').default('custom'),
	content_type: z.enum(['filesystem', 'block', '']).default(''),
	description: z.string().default(''),
	config: textMap.nullish(),
	source: z
		.object({
			type: z.enum(['copy', 'none', '']).default(''),
			name: z.string().default(''),
			pool: z.string().default(''),
			project: z.string().default(''),
			volume_only: z.boolean().default(false),
		})
		.default({}),
});
type CreateIn = z.output<typeof createIn>;

/** An empty one, or a copy of another or of its snapshot. */
export const createVolume: Handler = (request) => {
	const { world, whole } = request;
	const pool = poolNamed(world, part(request, 'pool'));
	const project = volumeProject(world, existingProject(request));
	const body = parsedBody(request, createIn);
	if (body.name === '' || body.name.includes('/')) throw badRequest('No name provided');
	if (findVolume(world, pool.name, project, body.name) !== undefined) {
		throw new ApiError(409, 'Volume by that name already exists');
	}
	const source = body.source.type === 'copy' ? sourceOf(request, body, project) : undefined;
	const location = whole.query.get('target') ?? source?.volume.location ?? firstMember(world);
	const made = newVolume(world, body, { pool: pool.name, project, location }, source);
	if (source === undefined) {
		const add = (): void => void world.volumes.push(made);
		return changed(world, made, 'Creating storage volume', add);
	}
	return accepted(
		world.operations.add({
			project,
			location,
			resources: volumeResources(world, made),
			description: 'Copying storage volume',
			seconds: world.durations.copy,
			begin: () => assertThere(source),
			finish: () => addCopy(world, made, source),
		}),
	);
};

interface Source {
	readonly volume: Volume;
	readonly snapshot: VolumeSnapshot | undefined;
	/** A snapshot that is not there, which the operation finds out. */
	readonly missing: string | undefined;
}

/** Throws 404 for a volume that is not there. */
function sourceOf(request: ApiRequest, { source }: CreateIn, targetProject: string): Source {
	const { world } = request;
	const [name = '', snapshot] = source.name.split('/');
	const pool = poolNamed(world, source.pool || part(request, 'pool'));
	const from = source.project === '' ? targetProject : allowedProject(request, source.project);
	const volume = volumeNamed(world, pool.name, volumeProject(world, from), name);
	if (snapshot === undefined) return { volume, snapshot: undefined, missing: undefined };
	const found = volume.snapshots.find((one) => one.name === snapshot);
	return { volume, snapshot: found, missing: found === undefined ? source.name : undefined };
}

const firstMember = ({ members }: World): string => [...members.keys()][0] ?? 'none';

function newVolume(
	world: World,
	body: CreateIn,
	place: Pick<Volume, 'pool' | 'project' | 'location'>,
	source: Source | undefined,
): Volume {
	const { volume, snapshot } = source ?? {};
	const inherited = (snapshot ?? volume)?.config ?? {};
	// Snapshots of the source come along, unless a single one or the volume alone is asked for.
	const snapshots =
		volume === undefined || snapshot !== undefined || body.source.volume_only
			? []
			: volume.snapshots.map((one) => ({ ...one }));
	return {
		...place,
		name: body.name,
		contentType: volume?.contentType ?? (body.content_type || 'filesystem'),
		createdAt: world.now(),
		description: body.description || (volume?.description ?? ''),
		config: { ...inherited, ...body.config },
		content: (snapshot ?? volume)?.content ?? '',
		snapshots,
		copiedAfter: [],
	};
}

/** Throws `OperationFailure`, in the words of LXD 5.0.2. */
function assertThere({ volume: { project, pool }, missing }: Source): void {
	if (missing === undefined) return;
	throw new OperationFailure(
		`Failed generating volume copy config: Storage volume "${missing}" in project "${project}" of type "custom" does not exist on pool "${pool}": Storage volume not found`,
	);
}

function addCopy(world: World, made: Volume, { volume, snapshot }: Source): void {
	if (findVolume(world, made.pool, made.project, made.name) !== undefined) {
		throw new OperationFailure('Volume by that name already exists');
	}
	world.volumes.push(made);
	for (const { expiresAt } of made.snapshots) world.noteExpiry(expiresAt);
	const sameStorage = made.pool === volume.pool && rollsBackOnly(poolNamed(world, volume.pool));
	if (snapshot === undefined && sameStorage) noteCopy(volume);
}
