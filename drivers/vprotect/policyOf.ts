import type { SnapshotError } from '../../snapshots/errors';
import type { TargetRef } from '../../snapshots/model';
import type { Policies } from './policies';
import { refusal } from './refusals';
import type { Reference } from './schema';
import { assignPolicyTo, readVm, type Vm } from './vms';
import type { VprotectClient } from './client';

interface On {
	readonly client: VprotectClient;
	readonly policies: Policies;
}

/** The policy that a VM has, or is given first when one is named for that. Without one there is no snapshot. */
export async function policyFor(
	{ client, policies }: On,
	target: TargetRef,
	vm: Vm,
	assignFirst: string,
	signal: AbortSignal,
): Promise<Reference> {
	if (vm.snapshotMgmtPolicy !== undefined) return vm.snapshotMgmtPolicy;
	const all = await policies.list(signal);
	if (assignFirst === '') throw noPolicy(target, all);
	const wanted = all.find(({ name }) => name === assignFirst);
	if (wanted === undefined) throw policyUnknown(target, assignFirst, all);
	await assignPolicyTo(client, target, wanted, signal);
	const { snapshotMgmtPolicy } = await readVm(client, target, signal);
	if (snapshotMgmtPolicy?.guid === wanted.guid) return wanted;
	throw refusal(
		'TASK_FAILED',
		target,
		`vProtect took the policy ${wanted.name} for ${target.name}, but did not assign it`,
		{ advice: 'Assign it in vProtect, then run again. No snapshot was taken.' },
	);
}

/** The one rule of a policy; more are not really supported by vProtect. */
export async function ruleOf(
	policies: Policies,
	target: TargetRef,
	policy: Reference,
	signal: AbortSignal,
): Promise<string> {
	const found = await policies.find(policy.guid, signal);
	const [rule] = found?.rules ?? [];
	if (rule !== undefined) return rule.guid;
	const why = found === undefined ? 'is gone' : 'has no rule to take snapshots by';
	throw refusal(
		'NO_POLICY',
		target,
		`The snapshot policy ${policy.name} of ${target.name} ${why}. No snapshot was taken.`,
		{ advice: 'Give the policy a rule in vProtect, or assign another one to the VM.' },
	);
}

const SHOWN_POLICIES = 10;

function noPolicy(target: TargetRef, all: readonly Reference[]): SnapshotError {
	return refusal(
		'NO_POLICY',
		target,
		`${target.name} has no snapshot policy, and vProtect takes no snapshot without one. ${inWords(all)}`,
		{
			advice:
				all.length === 0
					? 'Make a snapshot policy in vProtect, and assign it to the VM.'
					: 'Assign one to the VM in vProtect, or name it in Assign Policy First. Nothing was changed.',
		},
	);
}

const policyUnknown = (target: TargetRef, name: string, all: readonly Reference[]): SnapshotError =>
	refusal(
		'NOT_FOUND',
		target,
		`There is no snapshot policy ${JSON.stringify(name)} to assign to ${target.name}. ${inWords(all)}`,
		{ advice: 'Write the name in Assign Policy First as vProtect has it. Nothing was changed.' },
	);

function inWords(all: readonly Reference[]): string {
	if (all.length === 0) return 'There are no snapshot policies yet.';
	const names = all.map(({ name }) => name).sort();
	const more = names.length - SHOWN_POLICIES;
	const shown = names.slice(0, SHOWN_POLICIES).join(', ');
	return `Policies to choose from: ${shown}${more > 0 ? ` and ${more} more` : ''}.`;
}
