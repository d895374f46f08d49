import type { RestoreRequest } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import { Misunderstanding } from '../failures';
import type { Vsphere } from './level';
import { nameToSend } from './names';
import { finishNewVm } from './newVm';
import { editsOf, nicsInSnapshot } from './nics';
import { findPlaces, folderAbove, type Places } from './places';
import { wanted } from './properties';
import { refusal } from './refusals';
import { chosen, COPY, FOLDER } from './settings';
import { snapshotRef } from './snapshotTree';
import {
	data,
	flag,
	reference as refParameter,
	text,
	type Parameter,
	type Ref,
} from './soap/request';
import { reference } from './soap/value';
import { perform } from './tasks';
import { readVm, snapshotOf, WITH_SNAPSHOTS } from './vms';

const VM_TO_CLONE = wanted('VirtualMachine', {
	...WITH_SNAPSHOTS,
	parent: reference.optional(),
	resourcePool: reference.optional(),
});

/** A clone of the snapshot. The source may go on running. */
export async function restoreAsNew(
	on: Vsphere,
	target: Target,
	snapshot: SystemSnapshot,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const { ref, vm } = await readVm(on, target, VM_TO_CLONE, signal);
	const from = snapshotRef(snapshotOf(target, vm, snapshot).id);
	const places = await findPlaces(on, target, request.settings, signal);
	const folder =
		places.folder ?? vm.parent ?? (await folderOf(on, target, vm.resourcePool, signal));
	const nics = await nicsInSnapshot(on.client, ref, from, signal);

	const parameters = [
		refParameter('folder', folder),
		text('name', nameToSend(request.name)),
		data(
			'spec',
			locationOf(places, chosen(request.settings, COPY) === 'linked'),
			flag('template', false),
			configOf(editsOf(nics, request.connectNetwork)),
			// Powered on later, if at all: only once its network cards were looked at.
			flag('powerOn', false),
			refParameter('snapshot', from),
		),
	];
	const outcome = await perform(on, { method: 'CloneVM_Task', on: ref, parameters }, signal);
	if (outcome === 'forgotten') throw unknownOutcome(target, request.name);
	const made = reference.safeParse(outcome.result);
	if (!made.success || made.data.value === ref.value) {
		throw new Misunderstanding(`it does not name the new VM ${request.name}`);
	}
	const clone = { ref: made.data, name: request.name, nics };
	return await finishNewVm(on, target, clone, request, signal);
}

/** In the order of the schema. Disks are copied whole unless they are to build on the snapshot. */
const locationOf = ({ datastore, pool, host }: Places, isLinked: boolean): Parameter =>
	data(
		'location',
		refParameter('datastore', datastore),
		isLinked ? text('diskMoveType', 'createNewChildDiskBacking') : undefined,
		refParameter('pool', pool),
		refParameter('host', host),
	);

const configOf = (edits: readonly Parameter[]): Parameter =>
	edits.length === 0 ? undefined : data('config', ...edits);

async function folderOf(
	on: Vsphere,
	target: Target,
	pool: Ref | undefined,
	signal: AbortSignal,
): Promise<Ref> {
	const above = pool === undefined ? undefined : await folderAbove(on, pool, signal);
	if (above !== undefined) return above;
	throw refusal(
		'INVALID_INPUT',
		target,
		`${target.name} lies in no folder, so a new VM has none to go to`,
		{
			advice: `Choose one by the setting ${FOLDER.title}. Nothing was changed.`,
		},
	);
}

const unknownOutcome = (target: Target, name: string) =>
	refusal(
		'TASK_FAILED',
		target,
		`vSphere no longer knows how the clone ${name} of ${target.name} ended`,
		{
			advice: `Look in vSphere whether ${name} is there, and remove it if it is not whole.`,
		},
	);
