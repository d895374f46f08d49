import { z } from 'zod';
import type { CreateRequest, SnapshotChange } from '../../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import { isMissing } from '../../failures';
import { volumeKey } from '../ids';
import { statesOf } from '../inMaking';
import { assertExpiryOnly } from '../instance/snapshots';
import type { Incus } from '../level';
import { whyNewestOnly } from '../pools';
import { assertSupported, snapshotGone, targetGone, unsettled } from '../refusals';
import { expiryText } from '../schema';
import {
	createdAtOf,
	takenAt,
	tellsWhenTaken,
	toVolumeSnapshot,
	volumeSnapshotRow,
	type VolumeSnapshotRow,
} from './snapshotRow';
import { addressOf, findVolume, readVolume, type Volume } from './volumes';

/** A volume that is gone has, as LXD tells it, no snapshots; so the volume is asked for, too. */
export async function volumeSnapshotsOf(
	on: Incus,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const { path, query } = addressOf(target);
	const listed = { ...query, recursion: '1' };
	const rowsOf = z.array(volumeSnapshotRow);
	const [volume, rows] = await Promise.all([
		findVolume(on.client, target, signal),
		on.client.find(`${path}/snapshots`, listed, rowsOf, signal),
	]);
	if (volume === undefined || rows === undefined) throw targetGone(target);
	if (rows.length === 0) return [];
	const { project, name } = volumeKey(target);
	const [newestOnly, stateOf] = await Promise.all([
		whyVolumeNewestOnly(on, target, volume, signal),
		statesOf(on, project, rows.map(createdAtOf), signal),
	]);
	const owner = { of: 'storage_volumes', project, name } as const;
	return rows.map((row) => {
		const listed = { ...owner, snapshot: row.name, createdAt: createdAtOf(row) };
		return toVolumeSnapshot(row, newestOnly, stateOf(listed));
	});
}

export async function createVolumeSnapshot(
	on: Incus,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	if (request.quiesce) assertSupported(target, 'quiesce');
	if (request.memory) assertSupported(target, 'memory');
	const volume = await readVolume(on.client, target, signal);
	const { path, query } = addressOf(target);
	const takenFrom = on.clock.now();
	const body = { name: request.name, expires_at: expiryText(request.expiresAt) };
	const order = { method: 'POST', path: `${path}/snapshots`, query, body } as const;
	const outcome = await on.client.change(order, signal);
	let made = await findVolumeSnapshot(on, target, request, signal);
	if (made === undefined) {
		if (outcome === 'done') throw snapshotGone(target, request);
		const what = `Snapshot ${request.name} of ${target.name} was ordered, but is not there`;
		throw unsettled(target, what);
	}
	if (!tellsWhenTaken(made)) made = await dated(on, target, made, takenFrom, signal);
	return toVolumeSnapshot(made, await whyVolumeNewestOnly(on, target, volume, signal));
}

async function dated(
	on: Incus,
	target: Target,
	made: VolumeSnapshotRow,
	at: Date,
	signal: AbortSignal,
): Promise<VolumeSnapshotRow> {
	const { path, query } = snapshotAddress(target, made.name);
	const description = [made.description, takenAt(at)].filter((text) => text !== '').join('\n');
	await on.client.change({ method: 'PATCH', path, query, body: { description } }, signal);
	return { ...made, description };
}

export async function deleteVolumeSnapshot(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<void> {
	const { path, query } = snapshotAddress(target, snapshot.name);
	try {
		const outcome = await on.client.change({ method: 'DELETE', path, query }, signal);
		if (outcome === 'done') return;
	} catch (error) {
		if (!isMissing(error)) throw error;
		await readVolume(on.client, target, signal);
		return;
	}
	if ((await findVolumeSnapshot(on, target, snapshot, signal)) === undefined) return;
	throw unsettled(target, `Snapshot ${snapshot.name} of ${target.name} is still there`);
}

export async function updateVolumeSnapshot(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	change: SnapshotChange,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	assertExpiryOnly(target, snapshot, change);
	const volume = await readVolume(on.client, target, signal);
	await getVolumeSnapshot(on, target, snapshot, signal);
	if (change.expiresAt !== undefined) {
		const { path, query } = snapshotAddress(target, snapshot.name);
		const body = { expires_at: expiryText(change.expiresAt) };
		await on.client.change({ method: 'PATCH', path, query, body }, signal);
	}
	const row = await getVolumeSnapshot(on, target, snapshot, signal);
	const wanted = change.expiresAt === undefined ? undefined : expiryText(change.expiresAt);
	if (wanted !== undefined && expiryText(row.expires_at) !== wanted) {
		throw unsettled(target, `Snapshot ${snapshot.name} of ${target.name} kept its expiry`);
	}
	return toVolumeSnapshot(row, await whyVolumeNewestOnly(on, target, volume, signal));
}

export async function findVolumeSnapshot(
	on: Incus,
	target: TargetRef,
	{ name }: { readonly name: string },
	signal: AbortSignal,
): Promise<VolumeSnapshotRow | undefined> {
	const { path, query } = snapshotAddress(target, name);
	return await on.client.find(path, query, volumeSnapshotRow, signal);
}

/** Restores of missing ones end in words about files, so it is looked for beforehand. */
export async function getVolumeSnapshot(
	on: Incus,
	target: TargetRef,
	snapshot: { readonly name: string },
	signal: AbortSignal,
): Promise<VolumeSnapshotRow> {
	const found = await findVolumeSnapshot(on, target, snapshot, signal);
	if (found !== undefined) return found;
	await readVolume(on.client, target, signal);
	throw snapshotGone(target, snapshot);
}

async function whyVolumeNewestOnly(
	on: Incus,
	target: TargetRef,
	{ config }: Volume,
	signal: AbortSignal,
): Promise<string | undefined> {
	const pool = (await on.pools.all(signal)).get(volumeKey(target).pool);
	return pool === undefined ? undefined : whyNewestOnly(pool, config);
}

function snapshotAddress(target: TargetRef, snapshot: string) {
	const { path, query } = addressOf(target);
	return { path: `${path}/snapshots/${encodeURIComponent(snapshot)}`, query };
}
