import type { PowerState, Target } from '../model';
import { namePattern } from './namePattern';

/** Which targets a run covers. An empty list asks nothing. What is excluded is out, whatever includes it. */
export interface TargetFilter {
	/** Patterns: `*` any text, `?` one character; whole name, any case. One match is enough. */
	readonly names: readonly string[];
	/** The target carries at least one of these. */
	readonly tags: readonly string[];
	readonly powerStates: readonly PowerState[];
	readonly excludeNames: readonly string[];
	readonly excludeTags: readonly string[];
}

export const EVERYTHING: TargetFilter = {
	names: [],
	tags: [],
	powerStates: [],
	excludeNames: [],
	excludeTags: [],
};

export function targetMatcher(filter: TargetFilter): (target: Target) => boolean {
	const names = filter.names.map(namePattern);
	const excludeNames = filter.excludeNames.map(namePattern);
	const tags = new Set(filter.tags);
	const excludeTags = new Set(filter.excludeTags);
	const powerStates = new Set(filter.powerStates);
	return (target) =>
		!excludeNames.some((pattern) => pattern(target.name)) &&
		!target.tags.some((tag) => excludeTags.has(tag)) &&
		(names.length === 0 || names.some((pattern) => pattern(target.name))) &&
		(tags.size === 0 || target.tags.some((tag) => tags.has(tag))) &&
		(powerStates.size === 0 || powerStates.has(target.powerState));
}
