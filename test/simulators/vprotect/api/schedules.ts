import type { Schedule } from '../model/entities';
import { assertNameFree, removeSchedule, useInRules } from '../model/policyStore';
import { resolved, scheduleIn, scheduleSettings } from './input';
import { listAnswer } from './paging';
import { changed, found, GONE, OK, parsedBody, type Handler } from './request';
import type { Routes } from './router';
import { scheduleType, scheduleView } from './views';

const list: Handler = (request) => {
	const { world, query } = request;
	const type = query.get('type');
	const entity = query.get('protected-entity');
	let schedules =
		type === null || type === scheduleType(world) ? [...world.schedules.values()] : [];
	if (entity !== null) {
		const { snapshotPolicy } = found(world.vms, entity, 'Entity');
		const used = snapshotPolicy?.rules.flatMap((rule) => rule.schedules) ?? [];
		schedules = schedules.filter((schedule) => used.includes(schedule));
	}
	return listAnswer(request, schedules, (schedule) => scheduleView(world, schedule));
};

const create: Handler = (request) => {
	const { world } = request;
	const given = parsedBody(request, scheduleIn);
	assertNameFree(world, world.schedules, given.name);
	const settings = scheduleSettings(world, given);
	const schedule: Schedule = { guid: world.guids.next('schedule'), name: given.name, settings };
	if (given.rules) useInRules(world, schedule, resolved(world.rules, given.rules, 'Rule'));
	world.schedules.set(schedule.guid, schedule);
	return OK(scheduleView(world, schedule));
};

const change: Handler = (request) => {
	const { world, guid } = request;
	const schedule = found(world.schedules, guid, 'Schedule');
	const given = parsedBody(request, scheduleIn);
	assertNameFree(world, world.schedules, given.name, schedule);
	const settings = scheduleSettings(world, given);
	if (given.rules) useInRules(world, schedule, resolved(world.rules, given.rules, 'Rule'));
	schedule.settings = settings;
	schedule.name = given.name;
	return changed(world, scheduleView(world, schedule));
};

export const scheduleRoutes: Routes = {
	'GET /schedules': list,
	'GET /schedules/{guid}': ({ world, guid }) =>
		OK(scheduleView(world, found(world.schedules, guid, 'Schedule'))),
	'POST /schedules': create,
	'PUT /schedules/{guid}': change,
	'DELETE /schedules/{guid}': ({ world, guid }) => {
		removeSchedule(world, found(world.schedules, guid, 'Schedule'));
		return GONE;
	},
};
