import { refusal } from '../server/apiError';
import type { Named, Policy, Rule, Schedule } from './entities';
import type { World } from './world';

/** Throws if another thing of the kind has the name. */
export function assertNameFree(
	{ quirks }: World,
	things: ReadonlyMap<string, Named>,
	name: string,
	except?: Named,
): void {
	for (const thing of things.values()) {
		if (thing !== except && thing.name === name) throw refusal(quirks.nameTaken, name);
	}
}

/** Its VMs are left without a policy, and its snapshots stay. */
export function removePolicy(world: World, policy: Policy): void {
	for (const vm of world.vmsOf(policy)) vm.snapshotPolicy = null;
	for (const rule of [...policy.rules]) removeRule(world, rule);
	world.policies.delete(policy.guid);
}

export function addRule(
	world: World,
	policy: Policy,
	values: Pick<Rule, 'name' | 'retentionVersions' | 'retentionDays'>,
	schedules: readonly Schedule[],
): Rule {
	if (policy.rules.length > 0 && world.quirks.secondRule !== 'allowed') {
		throw refusal(world.quirks.secondRule, policy.name);
	}
	const rule: Rule = { ...values, guid: world.guids.next('rule'), policy, schedules: [] };
	attach(world, rule, schedules);
	policy.rules.push(rule);
	world.rules.set(rule.guid, rule);
	return rule;
}

/** A schedule is in one rule of a policy, and there once. Throws before anything has changed. */
export function attach(world: World, rule: Rule, schedules: readonly Schedule[]): void {
	const elsewhere = rule.policy.rules.filter((one) => one !== rule);
	const taken = elsewhere.flatMap((one) => one.schedules);
	for (const [place, schedule] of schedules.entries()) {
		const twice = schedules.indexOf(schedule) !== place || taken.includes(schedule);
		if (twice) throw refusal(world.quirks.scheduleTwice, schedule.name);
	}
	rule.schedules.splice(0, rule.schedules.length, ...schedules);
}

export function removeRule(world: World, rule: Rule): void {
	rule.policy.rules.splice(rule.policy.rules.indexOf(rule), 1);
	world.rules.delete(rule.guid);
}

/** The same relation from the schedule's side: exactly these rules use it. */
export function useInRules(world: World, schedule: Schedule, rules: readonly Rule[]): void {
	const policies = rules.map(({ policy }) => policy);
	if (policies.some((policy, place) => policies.indexOf(policy) !== place)) {
		throw refusal(world.quirks.scheduleTwice, schedule.name);
	}
	for (const rule of world.rules.values()) {
		const others = rule.schedules.filter((one) => one !== schedule);
		rule.schedules.splice(0, rule.schedules.length, ...others);
		if (rules.includes(rule)) rule.schedules.push(schedule);
	}
}

export function removeSchedule(world: World, schedule: Schedule): void {
	useInRules(world, schedule, []);
	world.schedules.delete(schedule.guid);
}
