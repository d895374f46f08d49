import { z } from 'zod';
import type { Target, TargetRef } from '../../snapshots/model';
import type { VprotectClient } from './client';
import { targetGone } from './refusals';
import { choice, optionalReference, text } from './schema';

/** Named by text; that a tag may come as an object with a name is allowed for. */
const tags = z
	.array(choice)
	.nullish()
	.transform((found) => found ?? []);

const vmRow = z.object({
	guid: z.string().min(1),
	/** The hypervisor's own id of the VM. */
	uuid: text,
	name: text,
	/** The kind of hypervisor: `ESXI`, `PROXMOX`, `KVM`, … */
	hvType: choice,
	/** The kind of manager above it: `VCENTER`, `RHV`, `OPENSTACK`, …; empty without one. */
	hvmType: choice,
	hypervisor: optionalReference,
	hvManager: optionalReference,
	/** Whether the last inventory found it at the hypervisor. */
	present: z
		.boolean()
		.nullish()
		.transform((value) => value ?? true),
	tags,
	snapshotMgmtPolicy: optionalReference,
	/** The one that incremental backups build on. */
	lastStoredSnapshot: optionalReference,
});
export type Vm = z.output<typeof vmRow>;

const pathOf = (guid: string): string => `/virtual-machines/${encodeURIComponent(guid)}`;

export const listVms = async (
	client: VprotectClient,
	signal: AbortSignal,
): Promise<readonly Vm[]> => await client.list('/virtual-machines', vmRow, signal);

export async function readVm(
	client: VprotectClient,
	target: TargetRef,
	signal: AbortSignal,
): Promise<Vm> {
	const vm = await client.find(pathOf(target.id), vmRow, signal);
	if (vm === undefined) throw targetGone(target);
	return vm;
}

const whole = z.record(z.unknown());

/** vProtect takes all settings of a VM at once: what is not sent back would be lost. */
export async function assignPolicyTo(
	client: VprotectClient,
	target: TargetRef,
	policy: { readonly guid: string } | undefined,
	signal: AbortSignal,
): Promise<void> {
	const settings = await client.find(pathOf(target.id), whole, signal);
	if (settings === undefined) throw targetGone(target);
	const snapshotMgmtPolicy = policy === undefined ? null : { guid: policy.guid };
	await client.put(`${pathOf(target.id)}/settings`, { ...settings, snapshotMgmtPolicy }, signal);
}

/** The power state is not in vProtect's hands, nor does it tell it. */
export const vmTarget = (vm: Vm): Target => ({
	level: 'vm',
	id: vm.guid,
	name: vm.name,
	powerState: 'none',
	tags: vm.tags,
	details: {
		hypervisorType: kindOf(vm),
		hypervisor: (vm.hvManager ?? vm.hypervisor)?.name ?? null,
		hypervisorVmId: vm.uuid === '' ? null : vm.uuid,
		policy: vm.snapshotMgmtPolicy?.name ?? null,
		present: vm.present,
	},
});

/** The system that snapshots are to be restored at: the manager where there is one. */
export const kindOf = ({ hvType, hvmType }: Pick<Vm, 'hvType' | 'hvmType'>): string | null =>
	[hvmType, hvType].find((kind) => kind !== '') ?? null;
