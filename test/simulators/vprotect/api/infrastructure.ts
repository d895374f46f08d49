import { listAnswer } from './paging';
import type { Routes } from './router';
import { hypervisorView, reference, word } from './views';

export const infrastructureRoutes: Routes = {
	'GET /hypervisors': (request) =>
		listAnswer(request, [...request.world.hypervisors.values()], hypervisorView),
	'GET /hypervisor-managers': (request) =>
		listAnswer(request, [...request.world.managers.values()], ({ type, ...manager }) => ({
			...reference(manager),
			type: word(type),
		})),
	'GET /hypervisor-clusters': (request) =>
		listAnswer(request, [...request.world.clusters.values()], reference),
};
