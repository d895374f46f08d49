import type { TargetRef } from '../../snapshots/model';
import type { Vsphere } from './level';
import { read, wanted } from './properties';
import { refusal } from './refusals';
import type { Ref } from './soap/request';
import { many, record, reference } from './soap/value';
import { infoOf, inWords, perform } from './tasks';
import { HOW_TO_CONSOLIDATE, needsConsolidation, VM } from './vms';

const RECENT_TASKS = wanted('VirtualMachine', {
	recentTask: record({ ManagedObjectReference: many(reference) }).optional(),
});

/**
 * A snapshot that is taken while disks are being consolidated can damage them, and not every version refuses
 * it.
 */
export async function assertNotConsolidating(
	on: Vsphere,
	target: TargetRef,
	ref: Ref,
	signal: AbortSignal,
): Promise<void> {
	const { recentTask } = await read(on.client, ref, RECENT_TASKS, signal);
	const tasks = recentTask?.ManagedObjectReference ?? [];
	const infos = await Promise.all(tasks.map(async (task) => await infoOf(on, task, signal)));
	const holder = infos.find(
		(info) =>
			(info?.state === 'running' || info?.state === 'queued') &&
			/consolidate/i.test(info.descriptionId ?? ''),
	);
	if (holder === undefined) return;
	throw refusal('BUSY', target, `${target.name} is busy: ${inWords(holder)}`);
}

/** Merges what removals left unmerged, and looks whether that was all of it. */
export async function consolidate(
	on: Vsphere,
	target: TargetRef,
	ref: Ref,
	signal: AbortSignal,
): Promise<void> {
	await perform(on, { method: 'ConsolidateVMDisks_Task', on: ref }, signal);
	if (!needsConsolidation(await read(on.client, ref, VM, signal))) return;
	throw refusal(
		'TASK_FAILED',
		target,
		`The disks of ${target.name} still need consolidation after vSphere consolidated them`,
		{ advice: HOW_TO_CONSOLIDATE },
	);
}
