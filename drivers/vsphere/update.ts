import type { SnapshotChange } from '../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../snapshots/model';
import type { Vsphere } from './level';
import { refusal } from './refusals';
import { snapshotRef } from './snapshotTree';
import { text } from './soap/request';
import { readVm, snapshotOf, VM_WITH_SNAPSHOTS } from './vms';

/** The name stays; the description carries the mark, and with it hold and expiry. */
export async function updateSnapshot(
	on: Vsphere,
	target: Target,
	snapshot: SystemSnapshot,
	{ description, expiresAt, held }: SnapshotChange,
	signal: AbortSignal,
): Promise<SystemSnapshot> {
	if (expiresAt !== undefined) throw unkept(target, snapshot, 'no expiry for');
	if (held !== undefined) throw unkept(target, snapshot, 'no hold for');
	const now = async () => {
		const { vm } = await readVm(on, target, VM_WITH_SNAPSHOTS, signal);
		return snapshotOf(target, vm, snapshot);
	};
	const before = await now();
	if (description === undefined || description === before.description) return before;
	const parameters = [text('description', description)];
	const call = { method: 'RenameSnapshot', on: snapshotRef(snapshot.id), parameters };
	await on.client.call(call, signal);
	return await now();
}

const unkept = (target: Target, { name }: SystemSnapshot, what: string) =>
	refusal('UNSUPPORTED', target, `vSphere has ${what} snapshot ${name} of ${target.name}`, {
		advice:
			'Change the mark in the description: Prune by Retention enforces what it says. Nothing was changed.',
	});
