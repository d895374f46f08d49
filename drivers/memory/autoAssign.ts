import { SnapshotError } from '../../snapshots/errors';
import type {
	AutoAssignment,
	AutoAssignRules,
	NativeProfileRef,
} from '../../snapshots/nativeProfile';
import { EVERYTHING, targetMatcher } from '../../snapshots/selection/targetFilter';
import { targetOf } from './machine';
import type { StoredProfile } from './profiles';
import { request, takeTime } from './request';
import type { MemorySystem } from './system';

export const TAKES_NOTHING: AutoAssignRules = {
	mode: 'off',
	includeTags: [],
	excludeTags: [],
	includeExpressions: [],
	excludeExpressions: [],
	clusterIds: [],
};

export const memoryAutoAssignment = (system: MemorySystem): AutoAssignment => ({
	async read(profile, signal) {
		return await request(system, 'readAutoAssignment', undefined, signal, async () => {
			await takeTime(system);
			return storedProfile(system, profile).rules;
		});
	},

	async preview(profile, rules, signal) {
		return await request(system, 'readAutoAssignment', undefined, signal, async () => {
			await takeTime(system);
			const { id } = storedProfile(system, profile);
			const fits = matcherOf(rules);
			return [...system.machines.values()]
				.filter(({ profileId }) => profileId === undefined || mayLeave(rules, profileId, id))
				.map(targetOf)
				.filter(fits);
		});
	},

	async save(profile, rules, signal) {
		await request(system, 'saveAutoAssignment', undefined, signal, async () => {
			await takeTime(system);
			storedProfile(system, profile).rules = rules;
		});
	},
});

export function storedProfile(
	{ id: system, profiles }: MemorySystem,
	{ id, name }: NativeProfileRef,
): StoredProfile {
	const stored = profiles.get(id);
	if (stored !== undefined) return stored;
	throw new SnapshotError('NOT_FOUND', `There is no snapshot profile “${name}” (${id}) any more`, {
		system,
		advice: 'List the native profiles again. Nothing was changed.',
	});
}

const mayLeave = ({ mode }: AutoAssignRules, has: string, wanted: string): boolean =>
	mode === 'assignAndRemove' && has !== wanted;

/** This system has no clusters, so nothing is in the chosen ones. */
function matcherOf(rules: AutoAssignRules): ReturnType<typeof targetMatcher> {
	const { mode, includeTags: tags, includeExpressions: expressions, clusterIds } = rules;
	if (mode === 'off' || clusterIds.length > 0 || tags.length + expressions.length === 0) {
		return () => false;
	}
	return targetMatcher({
		...EVERYTHING,
		match: 'any',
		tags,
		expressions,
		exclude: {
			...EVERYTHING.exclude,
			tags: rules.excludeTags,
			expressions: rules.excludeExpressions,
		},
	});
}
