import { z } from 'zod';
import type { SystemSnapshot } from '../../snapshots/model';
import { compactInstant } from '../../snapshots/naming';
import type { VprotectClient } from './client';
import { choice, instant, text } from './schema';
import { kindOf, type Vm } from './vms';

const snapshotRow = z.object({
	guid: z.string().min(1),
	/** The hypervisor's own id of the snapshot. */
	uuid: text,
	snapshotTime: instant,
	/** The name of the policy that it was made by. */
	policy: choice,
	status: choice,
});
type SnapshotRow = z.output<typeof snapshotRow>;

/** There is no listing of more than one VM's. */
export async function snapshotsOf(
	client: VprotectClient,
	vm: Vm,
	signal: AbortSignal,
): Promise<readonly SystemSnapshot[]> {
	const query = { 'protected-entity': vm.guid };
	const rows = await client.list('/snapshots', snapshotRow, signal, query);
	return rows.map((row) => toSnapshot(row, vm));
}

/**
 * vProtect keeps no name and no text with a snapshot, nor whether quiescing worked or what descends from
 * what. So the name tells the policy and the time, and `crash` is what any snapshot holds at least.
 */
function toSnapshot({ guid, uuid, snapshotTime, policy, status }: SnapshotRow, vm: Vm) {
	const isForBackups = vm.lastStoredSnapshot?.guid === guid;
	return {
		id: guid,
		name: `${policy === '' ? 'snapshot' : policy} ${compactInstant(snapshotTime)}`,
		description: '',
		createdAt: snapshotTime,
		current: false,
		consistency: 'crash',
		// Which words there are is not documented; of those seen, only one says that nothing came of it.
		state: /fail|error/i.test(status) ? 'failed' : 'ready',
		...(isForBackups ? { inUse: 'the next incremental backup, which builds on it' } : {}),
		details: {
			policy: policy === '' ? null : policy,
			hypervisorType: kindOf(vm),
			hypervisorSnapshotId: uuid === '' ? null : uuid,
			hypervisorVmId: vm.uuid === '' ? null : vm.uuid,
		},
	} satisfies SystemSnapshot;
}
