import type { Quirks } from '../quirks';
import type { AutoAssign, Policy, Vm } from './entities';

export type Change =
	| { readonly kind: 'assign'; readonly vm: Vm; readonly policy: Policy }
	| { readonly kind: 'remove'; readonly vm: Vm };

type Rules = Pick<Quirks, 'nameExpressions' | 'moveNeedsModeOf' | 'mismatchRemoves'>;

/** Exclude beats include; anything that matches counts; clusters only narrow down. */
export function matches(settings: AutoAssign, vm: Vm, rules: Rules): boolean {
	const { clusters } = settings;
	const cluster = vm.hypervisor.cluster?.guid;
	if (clusters.length > 0 && !clusters.some(({ guid }) => guid === cluster)) return false;
	const tags = vm.hypervisor.platform.tags ? vm.tags : [];
	const fits = (wanted: readonly string[], expressions: readonly string[]): boolean =>
		wanted.some((tag) => tags.includes(tag)) ||
		expressions.some((expression) => expressionOf(expression, rules).test(vm.name));
	if (fits(settings.excludeTags, settings.excludeRegExps)) return false;
	return fits(settings.includeTags, settings.includeRegExps);
}

const expressionOf = (source: string, { nameExpressions }: Rules): RegExp =>
	new RegExp(nameExpressions === 'whole' ? `^(?:${source})$` : source);

/** What auto-assignment by these policies would change, in the order of the policies. */
export function plannedChanges(
	vms: Iterable<Vm>,
	policies: readonly Policy[],
	rules: Rules,
): Change[] {
	const changes: Change[] = [];
	for (const vm of vms) {
		const change = vm.present ? changeOf(vm, policies, rules) : undefined;
		if (change !== undefined) changes.push(change);
	}
	return changes;
}

function changeOf(vm: Vm, policies: readonly Policy[], rules: Rules): Change | undefined {
	const current = vm.snapshotPolicy;
	const fitting = policies.filter(
		(policy) => modeOf(policy) !== 'DISABLED' && matches(autoAssignOf(policy), vm, rules),
	);
	if (current === null) {
		const [policy] = fitting;
		return policy && { kind: 'assign', vm, policy };
	}
	// Policies are given as they would be, which for a preview is not as they are.
	const now = policies.find(({ guid }) => guid === current.guid) ?? current;
	if (matches(autoAssignOf(now), vm, rules)) return undefined;
	const next = fitting.find((policy) => policy.guid !== now.guid && mayMove(now, policy, rules));
	if (next !== undefined) return { kind: 'assign', vm, policy: next };
	const leaves = rules.mismatchRemoves && policies.includes(now) && removes(now);
	return leaves ? { kind: 'remove', vm } : undefined;
}

function mayMove(from: Policy, to: Policy, { moveNeedsModeOf }: Rules): boolean {
	switch (moveNeedsModeOf) {
		case 'newPolicy':
			return removes(to);
		case 'oldPolicy':
			return removes(from);
		case 'both':
			return removes(from) && removes(to);
	}
}

const autoAssignOf = ({ settings }: Policy): AutoAssign => settings.autoAssign;
const modeOf = (policy: Policy): AutoAssign['mode'] => autoAssignOf(policy).mode;
const removes = (policy: Policy): boolean => modeOf(policy) === 'ASSIGN_AND_REMOVE';
