import { assign } from '../model/assignment';
import { matches, plannedChanges } from '../model/autoAssign';
import type { Policy, PolicySettings } from '../model/entities';
import { autoAssign } from '../model/inventory';
import { assertNameFree, removePolicy } from '../model/policyStore';
import type { World } from '../model/world';
import { policyIn, resolved, type PolicyIn } from './input';
import { listAnswer } from './paging';
import { changed, found, GONE, OK, parsedBody, type Handler } from './request';
import type { Routes } from './router';
import { policyView, reference } from './views';

const list: Handler = (request) => {
	const { world, query } = request;
	const whole = world.quirks.policyList === 'full' || query.get('extended') === 'true';
	return listAnswer(request, [...world.policies.values()], (policy) =>
		policyView(world, policy, whole),
	);
};

const create: Handler = (request) => {
	const { world } = request;
	const given = parsedBody(request, policyIn);
	assertNameFree(world, world.policies, given.name);
	const policy = policyOf(world, given, world.guids.next('policy'));
	save(world, policy, given);
	world.policies.set(policy.guid, policy);
	assignByItself(world, policy, given);
	return OK(policyView(world, policy, true));
};

const change: Handler = (request) => {
	const { world, guid } = request;
	const policy = found(world.policies, guid, 'Policy');
	const given = parsedBody(request, policyIn);
	assertNameFree(world, world.policies, given.name, policy);
	const settings = settingsOf(world, given);
	save(world, policy, given);
	policy.settings = settings;
	policy.name = given.name;
	assignByItself(world, policy, given);
	return changed(world, policyView(world, policy, true));
};

/** A policy that is as told; rules come by their own requests. */
const policyOf = (world: World, given: PolicyIn, guid: string): Policy => ({
	guid,
	name: given.name,
	settings: settingsOf(world, given),
	rules: [],
});

function settingsOf(world: World, given: PolicyIn): PolicySettings {
	const { name, active, priority, autoRemoveNonPresent, backupRetryCount, tenantId, ...rest } =
		given;
	const { autoAssignSettings, vms: _assigned, ...others } = rest;
	const { hvClusters, ...auto } = autoAssignSettings;
	const clusters = resolved(world.clusters, hvClusters, 'Cluster');
	return {
		name,
		active,
		priority,
		autoRemoveNonPresent,
		retryCount: backupRetryCount,
		autoAssign: { ...auto, clusters },
		tenantId: tenantId ?? null,
		others,
	};
}

/** The list of VMs is the whole truth, unless it is missing. */
function save(world: World, policy: Policy, { vms }: PolicyIn): void {
	if (vms === undefined) return;
	const members = resolved(world.vms, vms, 'Virtual environment');
	assign(world, members, policy);
	const leaving = world.vmsOf(policy).filter((vm) => !members.includes(vm));
	assign(world, leaving, null);
}

function assignByItself(world: World, policy: Policy, given: PolicyIn): void {
	if (given.executeAutoAssignmentAfterSavingPolicy) autoAssign(world, [policy]);
}

const preview: Handler = (request) => {
	const { world, guid } = request;
	if (guid !== '') found(world.policies, guid, 'Policy');
	const policy = policyOf(world, parsedBody(request, policyIn), guid);
	const vms = [...world.vms.values()];
	const { quirks } = world;
	const affected =
		quirks.preview === 'changes'
			? plannedChanges(vms, [policy], quirks).map(({ vm }) => vm)
			: vms.filter((vm) => vm.present && matches(policy.settings.autoAssign, vm, quirks));
	return OK(affected.map(reference));
};

export const policyRoutes: Routes = {
	'GET /policies/vm-snapshot': list,
	'GET /policies/vm-snapshot/{guid}': ({ world, guid }) =>
		OK(policyView(world, found(world.policies, guid, 'Policy'), true)),
	'POST /policies/vm-snapshot': create,
	'PUT /policies/vm-snapshot/{guid}': change,
	'DELETE /policies/vm-snapshot/{guid}': ({ world, guid }) => {
		removePolicy(world, found(world.policies, guid, 'Policy'));
		return GONE;
	},
	'POST /policies/vm-snapshot/auto-assignment-preview': preview,
	'POST /policies/vm-snapshot/{guid}/auto-assignment-preview': preview,
};
