import type { Profile, Project } from '../model/entities';
import { profilesOf, projectNamed } from '../model/lookup';
import { mayEnter } from '../server/access';
import { sync } from '../server/envelope';
import { allowedProject, existingProject, part, recursionOf, type Routes } from './request';

const projectView = ({ name, config }: Project): unknown => ({
	name,
	description: '',
	config,
	used_by: [],
});

const profileView = ({ name, project, config, devices }: Profile): unknown => ({
	name,
	project,
	description: '',
	config,
	devices,
	used_by: [],
});

export const projectRoutes: Routes = {
	'GET /projects': (request) => {
		const { world, caller } = request;
		const projects = [...world.projects.values()].filter(({ name }) => mayEnter(caller, name));
		return recursionOf(request) > 0
			? sync(projects.map(projectView))
			: sync(projects.map(({ name }) => `/1.0/projects/${encodeURIComponent(name)}`));
	},
	'GET /projects/{project}': (request) => {
		const name = allowedProject(request, part(request, 'project'));
		return sync(projectView(projectNamed(request.world, name)));
	},
	'GET /profiles': (request) => {
		const profiles = profilesOf(request.world, existingProject(request));
		return recursionOf(request) > 0
			? sync(profiles.map(profileView))
			: sync(profiles.map(({ name }) => `/1.0/profiles/${encodeURIComponent(name)}`));
	},
};
