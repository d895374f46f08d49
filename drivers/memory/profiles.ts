import { Duration } from 'luxon';
import type { TargetRef } from '../../snapshots/model';
import type {
	AutoAssignRules,
	NativeDraft,
	NativePeriod,
	NativeProfile,
	NativeProfiles,
} from '../../snapshots/nativeProfile';
import type { Period, Profile } from '../../snapshots/schedule/profile';
import { memoryAutoAssignment, storedProfile } from './autoAssign';
import { removeSnapshot, viewOf as snapshotView, type Machine } from './machine';
import { request, takeTime } from './request';
import type { Bench } from './tasks';

/** A profile that the system in memory keeps by itself. It has them; it does not run them. */
export interface StoredProfile {
	readonly id: string;
	readonly name: string;
	description: string;
	periods: readonly NativePeriod[];
	rules: AutoAssignRules;
}

/** The contract for native profiles, in executable form: a system that keeps daily and weekly ones by time. */
export const memoryProfiles = (
	{ system, refuse }: Bench,
	find: (target: TargetRef) => Machine,
): NativeProfiles => ({
	timeZone: system.restrictions.profileTimeZone,

	async list({ withAssignments }, signal) {
		return await request(system, 'listProfiles', undefined, signal, async () => {
			await takeTime(system);
			const counted = (id: string) =>
				[...system.machines.values()].filter(({ profileId }) => profileId === id).length;
			return [...system.profiles.values()].map((one) =>
				withAssignments ? { ...viewOf(one), assignedTo: counted(one.id) } : viewOf(one),
			);
		});
	},

	express: draftOf,

	async save(profile, existing, signal) {
		return await request(system, 'saveProfile', undefined, signal, async () => {
			await takeTime(system);
			const { periods } = draftOf(profile);
			if (existing === undefined) return viewOf(system.addProfile(profile.name, periods));
			const stored = storedProfile(system, existing);
			stored.periods = periods;
			return viewOf(stored);
		});
	},

	async assigned(target, signal) {
		refuse.nativeProfile(target);
		return await request(system, 'assignedProfile', target.id, signal, async () => {
			await takeTime(system);
			const stored = system.profiles.get(find(target).profileId ?? '');
			return stored && { id: stored.id, name: stored.name };
		});
	},

	async assign(target, profile, signal) {
		refuse.nativeProfile(target);
		await request(system, 'assignProfile', target.id, signal, async () => {
			const machine = find(target);
			if (profile !== undefined) storedProfile(system, profile);
			refuse.unlocked(machine);
			await takeTime(system);
			machine.profileId = profile?.id;
		});
	},

	autoAssignment: memoryAutoAssignment(system),

	async applyRetention(target, signal) {
		refuse.nativeProfile(target);
		return await request(system, 'applyRetention', target.id, signal, async () => {
			const machine = find(target);
			const { profileId = '' } = machine;
			const { periods } = storedProfile(system, { id: profileId, name: profileId });
			refuse.unlocked(machine);
			await takeTime(system);
			const over = machine.snapshots.filter(({ createdAt }) =>
				isOver(createdAt, periods, system.clock.now()),
			);
			const gone = over.map((snapshot) => snapshotView(machine, snapshot));
			for (const snapshot of over) removeSnapshot(machine, snapshot);
			return gone;
		});
	},
});

/** Older than the longest time that any period keeps; without a period nothing is over. */
function isOver(createdAt: Date, periods: readonly NativePeriod[], now: Date): boolean {
	const ends = periods.flatMap(({ period }) =>
		period?.retention.keepFor === undefined
			? []
			: [Duration.fromISO(period.retention.keepFor).toMillis()],
	);
	return ends.length > 0 && now.getTime() - createdAt.getTime() > Math.max(...ends);
}

const viewOf = ({ id, name, description, periods }: StoredProfile): NativeProfile => ({
	id,
	name,
	description,
	periods: [...periods],
});

function draftOf({ periods }: Profile): NativeDraft {
	const drafts = periods.map(draftOfPeriod);
	return {
		periods: drafts.flatMap(({ period }) => (period === undefined ? [] : [nativeOf(period)])),
		notExpressible: drafts.flatMap(({ losses }) => losses),
	};
}

function draftOfPeriod(period: Period): { period: Period | undefined; losses: string[] } {
	const { name, frequency, retention, memory, quiesce } = period;
	const said = (loss: string): string => `Period ${name}: ${loss}`;
	const { keepFor, minimum } = retention;
	if (frequency.every !== 'day' && frequency.every !== 'week') {
		const losses = [said(`This system has no “every ${frequency.every}”. It is left out.`)];
		return { period: undefined, losses };
	}
	if (keepFor === undefined) {
		const losses = [said('This system keeps by time alone. Set Keep For. It is left out.')];
		return { period: undefined, losses };
	}
	return {
		period: { ...period, retention: { keepFor, minimum }, memory: false, quiesce: plain(quiesce) },
		losses: [
			...(memory ? [said('This system keeps no memory by itself.')] : []),
			...(quiesce === 'require' ? [said('This system quiesces only if it can.')] : []),
		],
	};
}

const plain = (quiesce: Period['quiesce']): Period['quiesce'] =>
	quiesce === 'off' ? 'off' : 'prefer';

const nativeOf = (period: Period): NativePeriod => ({
	name: period.name,
	inWords: `every ${period.frequency.every}, kept for ${period.retention.keepFor}`,
	period,
	notExpressible: [],
});
