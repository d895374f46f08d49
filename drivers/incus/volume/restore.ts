import type { RestoreRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import { pathOf, volumeId, volumeKey } from '../ids';
import type { Incus } from '../level';
import { assertNewest } from '../newestOnly';
import { refusal, unsettled } from '../refusals';
import { TARGET_MEMBER, TARGET_POOL, TARGET_PROJECT, textOf } from '../settings';
import { getVolumeSnapshot, volumeSnapshotsOf } from './snapshots';
import { addressOf, findVolume, readVolume, readVolumeTarget } from './volumes';

/** The server refuses it while a running instance uses the volume. */
export async function revertVolume(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<Target> {
	await readVolume(on.client, target, signal);
	await getVolumeSnapshot(on, target, snapshot, signal);
	if (snapshot.revertOnlyWhenNewest !== undefined) {
		assertNewest(target, snapshot, await volumeSnapshotsOf(on, target, signal));
	}
	const order = { method: 'PUT', ...addressOf(target), body: { restore: snapshot.name } } as const;
	const outcome = await on.client.change(order, signal);
	if (outcome === 'done') return await readVolumeTarget(on.client, target, signal);
	throw unsettled(
		target,
		`Whether ${target.name} was reverted to ${snapshot.name} can’t be told: the server forgot the operation`,
	);
}

export async function restoreVolume(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	{ name, settings }: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const source = volumeKey(target);
	await readVolume(on.client, target, signal);
	await getVolumeSnapshot(on, target, snapshot, signal);
	const project = textOf(settings, TARGET_PROJECT) ?? source.project;
	const pool = textOf(settings, TARGET_POOL) ?? source.pool;
	const member = textOf(settings, TARGET_MEMBER) ?? source.member;
	const key = { project, pool, name, ...(member === undefined ? {} : { member }) };
	const made: TargetRef = { level: 'volume', id: volumeId(key), name };
	if ((await findVolume(on.client, made, signal)) !== undefined) {
		throw refusal(
			'CONFLICT',
			target,
			`${target.name} can’t be restored as ${name}: that name is taken`,
			{ advice: 'Choose another New Name. Nothing was changed.' },
		);
	}
	const body = {
		name,
		type: 'custom',
		source: {
			type: 'copy',
			name: `${source.name}/${snapshot.name}`,
			pool: source.pool,
			project: source.project,
			volume_only: true,
			...(source.member === undefined ? {} : { location: source.member }),
		},
	};
	const path = pathOf('storage-pools', pool, 'volumes', 'custom');
	const order = { method: 'POST', path, query: { project, target: member }, body } as const;
	const outcome = await on.client.change(order, signal);
	if (outcome === 'forgotten' && (await findVolume(on.client, made, signal)) === undefined) {
		throw unsettled(target, `${target.name} was to be restored as ${name}, but that is not there`);
	}
	return await readVolumeTarget(on.client, made, signal);
}
