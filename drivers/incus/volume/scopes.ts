import { z } from 'zod';
import type { Query } from '../client';
import { pathOf } from '../ids';
import type { Incus } from '../level';
import { ALL_PROJECTS } from '../pools';
import { texts } from '../schema';
import { has } from '../server';

/** One listing of volumes: what is asked, and the project of rows that tell none. */
export interface Scope {
	readonly query: Query;
	readonly project: string;
}

const DEFAULT_PROJECT = 'default';

const projectRow = z.object({ name: z.string().min(1), config: texts });

/** One for all projects where the server can, else one for each project that keeps volumes of its own. */
export async function scopesOf(on: Incus, signal: AbortSignal): Promise<readonly Scope[]> {
	if (on.project !== undefined) return [{ query: { project: on.project }, project: on.project }];
	if (has(await on.client.server(signal), 'storage_volumes_all_projects')) {
		return [{ query: ALL_PROJECTS, project: DEFAULT_PROJECT }];
	}
	const query = { recursion: '1' };
	const projects = await on.client.get(pathOf('projects'), query, z.array(projectRow), signal);
	return projects
		.filter(({ name, config }) => name === DEFAULT_PROJECT || keepsVolumes(config))
		.map(({ name: project }) => ({ query: { project }, project }));
}

/** The others share the volumes of the default project, and would list them again. */
const keepsVolumes = (config: Readonly<Record<string, string>>): boolean =>
	config['features.storage.volumes'] !== 'false';
