import type { SystemSnapshot, TargetRef } from '../../../snapshots/model';
import { workByCli } from '../byCli';
import type { VprotectCli } from '../cli';
import type { Vprotect } from '../level';
import { assertPresent } from '../platforms';
import { refusal } from '../refusals';
import { snapshotsOf } from '../snapshots';
import { isRemovalTask } from '../tasks';
import { readVm } from '../vms';

/**
 * Removes at once what the rule of the VM's policy does not keep any more, and tells what went. vProtect
 * decides what that is; which ones it would be can't be told before, since how its rules combine is not
 * documented.
 */
export async function applyRetention(
	on: Vprotect,
	cli: VprotectCli,
	target: TargetRef,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const vm = await readVm(on.client, target, signal);
	assertPresent(target, vm);
	if (vm.snapshotMgmtPolicy === undefined) {
		throw refusal(
			'NO_POLICY',
			target,
			`${target.name} has no snapshot policy, so nothing says which of its snapshots are old. Nothing was changed.`,
		);
	}
	const before = await snapshotsOf(on.client, vm, signal);
	const command = async () => await cli.removeOld(target.id, signal);
	const what = 'The removal of old snapshots';
	await workByCli(on, target, { what, command, isItsTask: isRemovalTask }, signal);
	const left = new Set((await snapshotsOf(on.client, vm, signal)).map(({ id }) => id));
	return before.filter(({ id }) => !left.has(id));
}
