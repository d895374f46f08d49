import type { SystemId, TargetRef } from '../../snapshots/model';
import type {
	NativeDraft,
	NativePeriod,
	NativeProfile,
	NativeProfileRef,
	NativeProfiles,
} from '../../snapshots/nativeProfile';
import { SnapshotError } from '../../snapshots/errors';
import type { Period, Profile } from '../../snapshots/schedule/profile';
import type { Machine } from './machine';
import { request, takeTime } from './request';
import type { Bench } from './tasks';

/** A profile that the system in memory keeps by itself. It has them; it does not run them. */
export interface StoredProfile {
	readonly id: string;
	readonly name: string;
	description: string;
	periods: readonly NativePeriod[];
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
			const stored = system.profiles.get(existing.id);
			if (stored === undefined) throw profileGone(system.id, existing);
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
			if (profile !== undefined && !system.profiles.has(profile.id))
				throw profileGone(system.id, profile);
			refuse.unlocked(machine);
			await takeTime(system);
			machine.profileId = profile?.id;
		});
	},
});

const viewOf = ({ id, name, description, periods }: StoredProfile): NativeProfile => ({
	id,
	name,
	description,
	periods: [...periods],
});

const profileGone = (system: SystemId, { id, name }: NativeProfileRef): SnapshotError =>
	new SnapshotError('NOT_FOUND', `There is no snapshot profile “${name}” (${id}) any more`, {
		system,
		advice: 'List the native profiles again. Nothing was changed.',
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
