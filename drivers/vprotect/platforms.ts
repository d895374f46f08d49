import type { TargetRef } from '../../snapshots/model';
import { refusal } from './refusals';
import { kindOf, type Vm } from './vms';

/** What vProtect's support matrix says no to, by the kinds that its API tells. */
const MANAGERS_WITHOUT: ReadonlySet<string> = new Set([
	'OPENSTACK',
	'KUBERNETES',
	'OPENSHIFT',
	'ORACLE_VM',
	'ORACLEVM',
	'OVM',
]);

/** Without a manager above it; the same hypervisor under oVirt is another row of the matrix. */
const STAND_ALONE_WITHOUT: ReadonlySet<string> = new Set([...MANAGERS_WITHOUT, 'KVM', 'XEN']);

/** A kind that is not known here is left to vProtect to judge. */
export function assertPlatform(target: TargetRef, vm: Vm): void {
	const { hvType, hvmType } = vm;
	const isLeftOut =
		hvmType === '' ? STAND_ALONE_WITHOUT.has(hvType) : MANAGERS_WITHOUT.has(hvmType);
	if (!isLeftOut) return;
	throw refusal(
		'UNSUPPORTED',
		target,
		`vProtect manages no snapshots of ${target.name}: it runs on ${kindOf(vm)}, which vProtect’s support matrix leaves out. Nothing was changed.`,
		{ advice: 'Take its snapshots at the hypervisor, with a credential for that system.' },
	);
}

/** It stays in vProtect's inventory for a while after it is gone. */
export function assertPresent(target: TargetRef, { present }: Vm): void {
	if (present) return;
	throw refusal(
		'NOT_FOUND',
		target,
		`${target.name} is no longer there: vProtect’s last inventory did not find it at its hypervisor`,
		{
			advice:
				'If it is there, run an inventory synchronization in vProtect. Otherwise remove it from vProtect. Nothing was changed.',
		},
	);
}
