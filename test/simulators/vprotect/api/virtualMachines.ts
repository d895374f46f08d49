import { z } from 'zod';
import type { Vm } from '../model/entities';
import type { World } from '../model/world';
import { assign } from '../model/assignment';
import { referenceIn, resolved } from './input';
import { listAnswer } from './paging';
import { changed, found, GONE, OK, parsedBody, type Handler } from './request';
import type { Routes } from './router';
import { VM_SETTINGS } from './vmSettings';
import { vmView } from './views';

const list: Handler = (request) => {
	const { world, query } = request;
	const tenant = query.get('tenantid');
	const vms = [...world.vms.values()].filter((vm) => tenant === null || vm.tenantId === tenant);
	const answer = listAnswer(request, vms, (vm) => vmView(world, vm));
	if (world.quirks.vmList === 'array') return answer;
	return { ...answer, body: { members: answer.body } };
};

const settingsIn = z.object({
	snapshotMgmtPolicy: referenceIn.nullish(),
	vmBackupPolicy: z.object({ guid: z.string(), name: z.string().default('') }).nullish(),
	quiesceBeforeSnapshot: z.boolean().optional(),
	...VM_SETTINGS,
});

/** Takes the whole VM, of which only the settings change anything. */
const changeSettings: Handler = (request) => {
	const { world, guid } = request;
	const vm = found(world.vms, guid, 'Virtual environment');
	const given = parsedBody(request, settingsIn);
	const { snapshotMgmtPolicy, vmBackupPolicy, quiesceBeforeSnapshot, ...others } = given;
	const keep = world.quirks.missingSettings === 'kept';
	if (!(keep && snapshotMgmtPolicy === undefined)) {
		const wanted = snapshotMgmtPolicy ? [snapshotMgmtPolicy] : [];
		const [policy = null] = resolved(world.policies, wanted, 'Policy');
		assign(world, [vm], policy);
	}
	if (!(keep && vmBackupPolicy === undefined)) vm.backupPolicy = vmBackupPolicy ?? null;
	if (!(keep && quiesceBeforeSnapshot === undefined)) vm.quiesce = quiesceBeforeSnapshot ?? false;
	vm.settings = settled(vm, others, keep);
	return changed(world, vmView(world, vm));
};

/** What is missing becomes empty, unless it is kept; nothing is added that was never there. */
function settled(vm: Vm, given: Vm['settings'], keep: boolean): Vm['settings'] {
	const names = new Set([...Object.keys(vm.settings), ...Object.keys(given)]);
	const valueOf = (name: string): unknown =>
		given[name] === undefined ? (keep ? vm.settings[name] : null) : given[name];
	return Object.fromEntries([...names].map((name) => [name, valueOf(name)]));
}

const passwordIn = z.object({ value: z.string() });

const setSshPassword: Handler = (request) => {
	found(request.world.vms, request.guid, 'Virtual environment');
	parsedBody(request, passwordIn);
	return GONE;
};

const view = (world: World, guid: string): unknown =>
	vmView(world, found(world.vms, guid, 'Virtual environment'));

export const virtualMachineRoutes: Routes = {
	'GET /virtual-machines': list,
	'GET /virtual-machines/{guid}': ({ world, guid }) => OK(view(world, guid)),
	'PUT /virtual-machines/{guid}/settings': changeSettings,
	'PUT /virtual-machines/{guid}/ssh-password': setSshPassword,
};
