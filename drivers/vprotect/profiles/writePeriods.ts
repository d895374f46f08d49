import type { NativeDraft } from '../../../snapshots/nativeProfile';
import type { Period, Profile } from '../../../snapshots/schedule/profile';
import { nativePeriodOf } from './readPeriod';
import { keptBy, type RuleRetention } from './retention';
import type { Timing } from './schedule';
import { clockTime, timingsOf } from './timings';

export interface WrittenSchedule {
	readonly name: string;
	readonly timing: Timing;
}

export interface Written {
	/** Of the one rule that a policy has. Absent where nothing can be written. */
	readonly retention?: RuleRetention;
	readonly schedules: readonly WrittenSchedule[];
	/** Each names its period. */
	readonly losses: readonly string[];
}

/**
 * The rule and the schedules that a profile of ours becomes. A policy has one rule that works, thus one
 * retention: that of the first period that can be kept. A period with another one is left out.
 */
export function writtenOf({ periods }: Profile): Written {
	const schedules: WrittenSchedule[] = [];
	const losses: string[] = [];
	let first: { readonly name: string; readonly retention: RuleRetention } | undefined;
	for (const period of periods) {
		const { name } = period;
		const tell = (...said: readonly string[]): void => {
			losses.push(...said.map((sentence) => `Period ${name}: ${sentence}`));
		};
		const { timings, losses: ofTime } = timingsOf(period.frequency);
		const { retention, losses: ofRetention } = keptBy(period);
		if (retention === undefined || timings.length === 0) {
			tell(...ofTime, ...(retention === undefined ? ofRetention : []));
			continue;
		}
		if (first !== undefined && !isSame(first.retention, retention)) {
			tell(
				`A policy of vProtect keeps all its snapshots by one rule, here that of ${first.name}. It is left out; make a profile of its own of it.`,
			);
			continue;
		}
		first ??= { name, retention };
		tell(...ofTime, ...ofRetention, ...lossesOfContent(period));
		schedules.push(...timings.map((timing) => ({ name: nameOf(name, timing, timings), timing })));
	}
	return { retention: first?.retention, schedules: withOwnNames(schedules), losses };
}

export function draftOf(profile: Profile): NativeDraft {
	const { retention = { versions: 0, days: 0 }, schedules, losses } = writtenOf(profile);
	const periods = schedules.map((one) => nativePeriodOf({ ...one, retention, active: true }));
	return { periods, notExpressible: losses };
}

const isSame = (one: RuleRetention, other: RuleRetention): boolean =>
	one.versions === other.versions && one.days === other.days;

const nameOf = (name: string, { execution }: Timing, all: readonly Timing[]): string =>
	all.length > 1 && execution.type === 'TIME' ? `${name} ${clockTime(execution.hour)}` : name;

function lossesOfContent({ memory, quiesce }: Period): string[] {
	return [
		...(memory ? ['vProtect takes no snapshots with the memory: it is left out.'] : []),
		...(quiesce === 'off'
			? []
			: ['Quiescing is a setting of each VM in vProtect, Quiesce Before Snapshot: set it there.']),
	];
}

/** Unique within a policy, as schedules must be. */
function withOwnNames(schedules: readonly WrittenSchedule[]): WrittenSchedule[] {
	const taken = new Set<string>();
	return schedules.map((one) => {
		let { name } = one;
		for (let number = 2; taken.has(name); number++) name = `${one.name} (${number})`;
		taken.add(name);
		return { ...one, name };
	});
}
