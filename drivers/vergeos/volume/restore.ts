import type { RestoreRequest, RevertRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { RefusedAnswer } from '../../failures';
import type { Vergeos } from '../level';
import { pollWithin } from '../../polling';
import { refusal, snapshotGone } from '../refusals';
import { choiceOf } from '../settings';
import { tagsOf } from '../tags';
import { waitForTask } from '../tasks';
import { RESTORE_WHAT } from './settings';
import type { VolumeSnapshots } from './snapshots';
import { readVolume, volumesNamed, volumeTarget } from './volumes';

/** Actions on a snapshot of a volume want the key of its frozen copy, as those on VMs do. */
async function copyOf(
	on: Vergeos,
	table: VolumeSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<string> {
	const { $key } = await readVolume(on.client, target, signal);
	const { snap_volume } = await table.get(target, $key, snapshot, signal);
	if (!snap_volume) throw snapshotGone(target, snapshot);
	return snap_volume;
}

export async function revertVolume(
	on: Vergeos,
	table: VolumeSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	{ settings }: RevertRequest,
	signal: AbortSignal,
): Promise<void> {
	const volume = await copyOf(on, table, target, snapshot, signal);
	// Beside `action`, not among its params (tsvergeos, services/volume).
	const restore_type = choiceOf(settings, RESTORE_WHAT) === 'all' ? 'all' : 'data';
	const action = { on: { volume, restore_type }, action: 'restore' };
	const answer = await on.client.act('volume_actions', action, signal).catch((error: unknown) => {
		throw isMisaddressed(error) ? notSo(target, error) : error;
	});
	await waitForTask(on, target, answer, signal);
}

/**
 * That the key of the copy is wanted is known by analogy with VMs only. Where it is refused, no other form is
 * tried: what a guess would restore over a volume can't be known.
 */
const isMisaddressed = (error: unknown): error is RefusedAnswer =>
	error instanceof RefusedAnswer &&
	(error.status === 404 || error.status === 422) &&
	!/busy|locked|in progress/i.test(error.said);

const notSo = (target: Target, error: RefusedAnswer) =>
	refusal(
		'UNSUPPORTED',
		target,
		`This VergeOS restores volumes in another way than is published: it refused to restore ${target.name} (${error.message})`,
		'Restore it in VergeOS: NAS, Volumes, Snapshots, Restore over Source. Nothing was changed.',
		error,
	);

const APPEARS_WITHIN_MS = 120_000;

/** The answer names no key, so the new volume is known by its name, which must be free before. */
export async function restoreVolume(
	on: Vergeos,
	table: VolumeSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	{ name }: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const volume = await copyOf(on, table, target, snapshot, signal);
	if ((await volumesNamed(on.client, name, signal)).length > 0) {
		throw refusal(
			'CONFLICT',
			target,
			`${target.name} can’t be restored as ${name}: that name is taken`,
			'Choose another New Name. Nothing was changed.',
		);
	}
	const action = { on: { volume }, action: 'clone', params: { name } };
	await on.client.act('volume_actions', action, signal);
	const made = await pollWithin(on.clock, APPEARS_WITHIN_MS, signal, async () => {
		const [found] = await volumesNamed(on.client, name, signal);
		return found;
	});
	if (made === undefined) {
		throw refusal(
			'TASK_FAILED',
			target,
			`VergeOS took the order to restore ${target.name} as ${name}, but no such volume came`,
			`Look in VergeOS whether ${name} is there by now, and at the log of the NAS service.`,
		);
	}
	return volumeTarget(made, await tagsOf(on.client, 'volumes', made.$key, signal));
}
