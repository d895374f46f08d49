import { z } from 'zod';
import { ApiError } from '../../../support/simulatedHttps';
import { copyInstance } from '../model/copies';
import type { Instance, InstanceSnapshot, Settings } from '../model/entities';
import { copiedConfig } from '../model/identity';
import { findInstance, instanceNamed, snapshotNamed } from '../model/lookup';
import { instanceNameFault } from '../model/names';
import { unknownProfile } from '../model/settings';
import type { World } from '../model/world';
import { accepted } from '../server/envelope';
import {
	allowedProject,
	badRequest,
	devicesIn,
	existingProject,
	internalError,
	parsedBody,
	textMap,
	type ApiRequest,
	type Handler,
	type Routes,
} from './request';
import { isAway } from './views';

const copyIn = z.object({
	name: z.string().default(''),
	type: z.string().default(''),
	source: z.object({
		type: z.string(),
		source: z.string().default(''),
		project: z.string().default(''),
		instance_only: z.boolean().default(false),
	}),
	config: textMap.nullish(),
	description: z.string().default(''),
	devices: devicesIn.nullish(),
	ephemeral: z.boolean().default(false),
	profiles: z.array(z.string()).nullish(),
	stateful: z.boolean().default(false),
	start: z.boolean().default(false),
});
type CopyIn = z.output<typeof copyIn>;

const copy: Handler = (request) => {
	const { world } = request;
	const project = existingProject(request);
	const body = parsedBody(request, copyIn);
	if (body.source.type !== 'copy') {
		throw badRequest(`Instances from "${body.source.type}" are not simulated`);
	}
	const { source, snapshot } = sourceOf(request, body, project);
	const name = newName(world, project, body);
	assertFits(world, body, source, name);
	const settings = mergedSettings(world, body, snapshot?.settings ?? source.settings);
	const unknown = unknownProfile(world, project, settings);
	if (unknown !== undefined) throw internalError(`Requested profile "${unknown}" doesn't exist`);
	const order = {
		name,
		project,
		location: locationFor(request, source),
		source,
		snapshot,
		instanceOnly: body.source.instance_only,
		settings,
		start: body.start && world.has('instance_create_start'),
	};
	return accepted(world.operations.add(copyInstance(world, order)));
};

/** Throws 404, also for a snapshot that is not there. */
function sourceOf(
	request: ApiRequest,
	{ source: { source: path, project } }: CopyIn,
	targetProject: string,
): { readonly source: Instance; readonly snapshot: InstanceSnapshot | undefined } {
	const { world } = request;
	if (path === '') throw badRequest('Must specify a source instance');
	const [name = '', snapshot] = path.split('/');
	const from = project === '' ? targetProject : allowedProject(request, project);
	const source = instanceNamed(world, from, name);
	if (isAway(world, source))
		throw new ApiError(503, `Cluster member ${source.location} is offline`);
	return {
		source,
		snapshot: snapshot === undefined ? undefined : snapshotNamed(source, snapshot),
	};
}

function newName(world: World, project: string, { name }: CopyIn): string {
	if (name === '') return `copy-${world.instances.length}`;
	const fault = instanceNameFault(name, world.release.flavour);
	if (fault !== undefined) throw badRequest(`Invalid instance name: ${fault}`);
	const { at, text } = world.quirks.duplicateInstance;
	if (at === 'request' && findInstance(world, project, name) !== undefined) {
		throw new ApiError(409, text.replaceAll('{name}', name));
	}
	return name;
}

function assertFits(
	{ release: { flavour } }: World,
	{ stateful, type }: CopyIn,
	source: Instance,
	name: string,
): void {
	if (stateful && name !== source.name) {
		throw badRequest(
			flavour === 'incus'
				? `Instance name cannot be changed during stateful copy ("${source.name}" to "${name}")`
				: `Copying stateful instances requires that source "${source.name}" and target "${name}" name be identical`,
		);
	}
	// LXD 5.0.2 makes the source's type whatever is asked for.
	if (flavour === 'lxd') return;
	if (type !== '' && type !== source.type) {
		throw badRequest('Instance type should not be specified or should match source type');
	}
}

/** What the request does not give comes from the source: config and devices key by key, but not profiles. */
function mergedSettings({ quirks }: World, body: CopyIn, source: Settings): Settings {
	const profiles = quirks.copyWithoutProfiles === 'default' ? ['default'] : [];
	return {
		architecture: source.architecture,
		description: body.description,
		ephemeral: body.ephemeral,
		config: { ...copiedConfig(source.config), ...body.config },
		devices: { ...source.devices, ...body.devices },
		profiles: body.profiles ?? profiles,
	};
}

/** Throws 404 or 503. */
function locationFor({ world, whole }: ApiRequest, source: Instance): string {
	const target = whole.query.get('target');
	if (target === null) return source.location;
	if (world.members.size === 0) throw badRequest('Target only allowed when clustered');
	const member = world.members.get(target);
	if (member === undefined) throw new ApiError(404, 'Cluster member not found');
	if (!member.online) throw new ApiError(503, `Cluster member ${target} is offline`);
	return target;
}

export const copyRoutes: Routes = { 'POST /instances': copy };
