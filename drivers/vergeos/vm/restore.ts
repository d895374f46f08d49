import { z } from 'zod';
import type { RestoreRequest } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { Misunderstanding } from '../../failures';
import type { Vergeos } from '../level';
import { key, keyValue } from '../schema';
import { switchOf } from '../settings';
import { finishNewVm } from './newVm';
import { copyOf } from './revert';
import { KEEP_MACS } from './settings';
import type { VmSnapshots } from './snapshots';
import { readVm } from './vms';

const cloned = z.object({ vmkey: key });

/** Restore To New: a clone of the frozen copy. It comes powered off. */
export async function restoreVm(
	on: Vergeos,
	table: VmSnapshots,
	target: Target,
	snapshot: SystemSnapshot,
	request: RestoreRequest,
	signal: AbortSignal,
): Promise<Target> {
	const vm = await readVm(on.client, target, signal);
	const row = await table.get(target, vm.machine, snapshot, signal);
	const copy = await copyOf(on, target, row, signal);
	const params = {
		name: request.name,
		preserve_macs: switchOf(request.settings, KEEP_MACS),
	};
	const action = { on: { vm: keyValue(copy.$key) }, action: 'clone', params };
	const answer = cloned.safeParse(await on.client.act('vm_actions', action, signal));
	if (!answer.success || answer.data.vmkey === target.id) {
		throw new Misunderstanding(`it names no key of the new VM ${request.name}`);
	}
	const made = { level: 'vm', id: answer.data.vmkey, name: request.name } as const;
	return await finishNewVm(on, made, request, signal);
}
