import { addRule, attach, removeRule } from '../model/policyStore';
import { ApiError } from '../server/apiError';
import { newRuleIn, resolved, ruleIn } from './input';
import { changed, found, GONE, OK, parsedBody, type Handler } from './request';
import type { Routes } from './router';
import { ruleView } from './views';

const create: Handler = (request) => {
	const { world } = request;
	const given = parsedBody(request, newRuleIn);
	const [policy] = resolved(world.policies, [given.policy], 'Policy');
	if (policy === undefined) throw new Error('A policy that is resolved is there');
	const { name, retentionVersions, retentionDays } = given;
	const knobs = {
		retentionVersions: retentionVersions ?? 0,
		retentionDays: retentionDays ?? 0,
	};
	const schedules = resolved(world.schedules, given.schedules, 'Schedule');
	return OK(ruleView(addRule(world, policy, { name, ...knobs }, schedules)));
};

const change: Handler = (request) => {
	const { world, guid } = request;
	const rule = found(world.rules, guid, 'Rule');
	const { name, retentionVersions, retentionDays, schedules } = parsedBody(request, ruleIn);
	attach(world, rule, resolved(world.schedules, schedules, 'Schedule'));
	rule.name = name;
	rule.retentionVersions = retentionVersions ?? 0;
	rule.retentionDays = retentionDays ?? 0;
	return changed(world, ruleView(rule));
};

/** By analogy with the rules of backup policies: nobody outside has seen these two. */
const byAnalogy =
	(handler: Handler): Handler =>
	(request) => {
		if (request.world.quirks.ruleChanges === 'unknown') throw new ApiError(404, 'Not found');
		return handler(request);
	};

export const ruleRoutes: Routes = {
	'POST /rules/vm-snapshot': create,
	'PUT /rules/vm-snapshot/{guid}': byAnalogy(change),
	'DELETE /rules/vm-snapshot/{guid}': byAnalogy(({ world, guid }) => {
		removeRule(world, found(world.rules, guid, 'Rule'));
		return GONE;
	}),
	// The vendor's own client changes the rules of snapshot policies here.
	'PUT /rules/vm-backup/{guid}': change,
};
