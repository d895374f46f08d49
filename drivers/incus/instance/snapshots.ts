import { z } from 'zod';
import type { CreateRequest, SnapshotChange } from '../../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import { isMissing } from '../../failures';
import { noContainerMemory } from '../capabilities';
import { instanceKey, pathOf } from '../ids';
import { statesOf } from '../inMaking';
import type { Incus } from '../level';
import { assertSupported, refusal, snapshotGone, targetGone, unsettled } from '../refusals';
import { expiryText } from '../schema';
import { allDevices, findInstance, readInstance, rootDisk, memberOf } from './instances';
import { snapshotRow, toSnapshot, type SnapshotRow } from './snapshotRow';

export async function snapshotsOf(
	on: Incus,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const { project, name } = instanceKey(target);
	const path = pathOf('instances', name, 'snapshots');
	const query = { project, recursion: '1' };
	const rows = await on.client.find(path, query, z.array(snapshotRow), signal);
	if (rows === undefined) throw targetGone(target);
	if (rows.length === 0) return [];
	const dates = rows.map(({ created_at: at }) => at);
	const [newestOnly, stateOf] = await Promise.all([
		whyNewestOnly(on, target, signal),
		statesOf(on, project, dates, signal),
	]);
	const owner = { of: 'instances', project, name } as const;
	return rows.map((row) => {
		const { name: snapshot, created_at: createdAt } = row;
		return toSnapshot(row, newestOnly, stateOf({ ...owner, snapshot, createdAt }));
	});
}

/** The raw row; undefined when there is no such snapshot, or no such instance. */
export async function findSnapshot(
	on: Incus,
	target: TargetRef,
	{ name }: { readonly name: string },
	signal: AbortSignal,
): Promise<SnapshotRow | undefined> {
	const { path, query } = addressOf(target, name);
	return await on.client.find(path, query, snapshotRow, signal);
}

export async function getSnapshot(
	on: Incus,
	target: TargetRef,
	snapshot: { readonly name: string },
	signal: AbortSignal,
): Promise<SnapshotRow> {
	const found = await findSnapshot(on, target, snapshot, signal);
	if (found !== undefined) return found;
	await readInstance(on.client, target, signal);
	throw snapshotGone(target, snapshot);
}

export async function createSnapshot(
	on: Incus,
	target: Target,
	request: CreateRequest,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	if (request.quiesce) assertSupported(target, 'quiesce');
	if (request.memory) await assertHasMemory(on, target, signal);
	const { project, name } = instanceKey(target);
	const path = pathOf('instances', name, 'snapshots');
	const body = {
		name: request.name,
		stateful: request.memory,
		expires_at: expiryText(request.expiresAt),
	};
	const outcome = await on.client.change(
		{ method: 'POST', path, query: { project }, body },
		signal,
	);
	const made = await findSnapshot(on, target, request, signal);
	if (made !== undefined) return toSnapshot(made, await whyNewestOnly(on, target, signal));
	throw outcome === 'done'
		? snapshotGone(target, request)
		: unsettled(target, `Snapshot ${request.name} of ${target.name} was ordered, but is not there`);
}

export async function deleteSnapshot(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	signal: AbortSignal,
): Promise<void> {
	const { path, query } = addressOf(target, snapshot.name);
	try {
		const outcome = await on.client.change({ method: 'DELETE', path, query }, signal);
		if (outcome === 'done') return;
	} catch (error) {
		if (!isMissing(error)) throw error;
		await readInstance(on.client, target, signal);
		return;
	}
	if ((await findSnapshot(on, target, snapshot, signal)) === undefined) return;
	throw unsettled(target, `Snapshot ${snapshot.name} of ${target.name} is still there`);
}

export async function updateSnapshot(
	on: Incus,
	target: Target,
	snapshot: SystemSnapshot,
	change: SnapshotChange,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	assertExpiryOnly(target, snapshot, change);
	if (change.expiresAt !== undefined) {
		const { path, query } = addressOf(target, snapshot.name);
		const body = { expires_at: expiryText(change.expiresAt) };
		// What it is now is read below, whatever became of the operation.
		await on.client
			.change({ method: 'PATCH', path, query, body }, signal)
			.catch((error: unknown) => {
				if (!isMissing(error)) throw error;
			});
	}
	const row = await getSnapshot(on, target, snapshot, signal);
	const wanted = change.expiresAt === undefined ? undefined : expiryText(change.expiresAt);
	if (wanted !== undefined && expiryText(row.expires_at) !== wanted) {
		throw unsettled(target, `Snapshot ${snapshot.name} of ${target.name} kept its expiry`);
	}
	return toSnapshot(row, await whyNewestOnly(on, target, signal));
}

/** Neither system keeps anything else of ours that could be changed. */
export function assertExpiryOnly(
	target: TargetRef,
	{ name }: { readonly name: string },
	{ description, held }: SnapshotChange,
): void {
	if (description === undefined && held === undefined) return;
	const what = held === undefined ? 'description' : 'hold';
	throw refusal(
		'UNSUPPORTED',
		target,
		`Snapshot ${name} of ${target.name} has no ${what} that could be changed: Incus changes its expiry only`,
		{ advice: 'Change its expiry instead. Nothing was changed.' },
	);
}

/** By the pool that its root disk lies on. Asked only where there is such a pool. */
export async function whyNewestOnly(
	on: Incus,
	target: TargetRef,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (!(await on.pools.haveNewestOnly(signal))) return undefined;
	const instance = await findInstance(on.client, target, signal);
	const pool = instance === undefined ? undefined : rootDisk(allDevices(instance))?.[1].pool;
	if (instance === undefined || pool === undefined) return undefined;
	const { project, name } = instanceKey(target);
	const { type, location } = instance;
	return await on.pools.whyNewestOnly(
		{ pool, type, name, project, member: memberOf(location) },
		signal,
	);
}

async function assertHasMemory(on: Incus, target: Target, signal: AbortSignal): Promise<void> {
	const { type } = await readInstance(on.client, target, signal);
	if (type === 'container') assertSupported(target, 'memory', noContainerMemory);
}

function addressOf(target: TargetRef, snapshot: string) {
	const { project, name } = instanceKey(target);
	return { path: pathOf('instances', name, 'snapshots', snapshot), query: { project } };
}
