import type { InventoryEntry } from '../../../snapshots/driver';
import type { SystemSnapshot, Target, TargetRef } from '../../../snapshots/model';
import type { LevelDriver, Vergeos } from '../level';
import { refusal, targetGone } from '../refusals';
import { assertTagChoice, createSystemSnapshot } from './create';
import { listParts } from './parts';
import { readSystem } from './readSystem';
import { recoverPart } from './recover';
import { isOwn, lockOf, systemSnapshots, THE_SYSTEM } from './snapshots';

/** The system as a whole: one target, whose snapshots hold all VMs and tenants. */
export function systemLevel(on: Vergeos): LevelDriver {
	const { client } = on;
	const table = systemSnapshots(on);

	/**
	 * Its name is its id. The key of its row is 1 everywhere, and snapshots travel between systems with their
	 * descriptions: a mark made on one must not be taken for ours on another.
	 */
	const theSystem = async (signal: AbortSignal): Promise<Target> => {
		const { name } = await readSystem(client, signal);
		return { level: 'system', id: name, name, powerState: 'none', tags: [] };
	};

	const readTarget = async (target: TargetRef, signal: AbortSignal): Promise<Target> => {
		const found = await theSystem(signal);
		if (found.id !== target.id) throw targetGone(target);
		return found;
	};

	const ownSnapshots = async (signal: AbortSignal): Promise<readonly SystemSnapshot[]> =>
		(await table.rowsOf(THE_SYSTEM, signal)).filter(isOwn).map(table.toSnapshot);

	return {
		readTarget,

		async *inventory({ nameContains = '', withSnapshots }, signal): AsyncGenerator<InventoryEntry> {
			const target = await theSystem(signal);
			if (!target.name.toLowerCase().includes(nameContains.toLowerCase())) return;
			yield withSnapshots ? { target, snapshots: await ownSnapshots(signal) } : { target };
		},

		async listSnapshots(target, signal) {
			await readTarget(target, signal);
			return await ownSnapshots(signal);
		},

		async createSnapshot(target, request, signal) {
			assertTagChoice(target, request);
			await readTarget(target, signal);
			return await createSystemSnapshot(on, table, target, request, signal);
		},

		async snapshotParts(target, snapshot, level, signal) {
			await readTarget(target, signal);
			await table.get(target, THE_SYSTEM, snapshot, signal);
			return await listParts(on, snapshot, level, signal);
		},

		async restoreAsNew(target, snapshot, request, signal) {
			const { part } = request;
			if (part === undefined) {
				throw refusal(
					'INVALID_INPUT',
					target,
					`A snapshot of ${target.name} is brought back part by part, never whole`,
					'Say which VM or tenant in it to restore. Nothing was sent.',
				);
			}
			await readTarget(target, signal);
			await table.get(target, THE_SYSTEM, snapshot, signal);
			return await recoverPart(on, target, snapshot, { ...request, part }, signal);
		},

		async deleteSnapshot(target, snapshot, signal) {
			await readTarget(target, signal);
			const row = await table.find(target, THE_SYSTEM, snapshot, signal);
			if (row === undefined) return;
			const lock = lockOf(row);
			if (lock !== undefined) {
				throw refusal(
					'CONFLICT',
					target,
					`System snapshot ${row.name} of ${target.name} can’t be deleted: it is ${lock}`,
					'Nobody can lift the lock, the vendor’s support included. Delete it afterwards, or let it expire. Nothing was changed.',
				);
			}
			await table.delete(target, snapshot, signal);
		},

		async updateSnapshot(target, snapshot, change, signal) {
			await readTarget(target, signal);
			return await table.update(target, THE_SYSTEM, snapshot, change, signal);
		},
	};
}
