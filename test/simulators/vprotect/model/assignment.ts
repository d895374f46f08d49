import { refusal } from '../server/apiError';
import type { Policy, Vm } from './entities';
import type { World } from './world';

/** A VM has one snapshot policy at most: it leaves the one that it had. */
export function assign({ quirks }: World, vms: readonly Vm[], policy: Policy | null): void {
	const unfit = vms.find(({ hypervisor }) => !hypervisor.platform.snapshots);
	if (policy !== null && unfit !== undefined && quirks.unsupportedPolicy !== 'allowed') {
		throw refusal(quirks.unsupportedPolicy, unfit.name);
	}
	for (const vm of vms) vm.snapshotPolicy = policy;
}
