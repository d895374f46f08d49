import type { INodeProperties } from 'n8n-workflow';
import type { LevelCapabilities } from '../../../snapshots/capabilities';
import { LEVELS } from '../../../snapshots/model';
import { SYSTEMS } from '../systems';
import type { System } from '../systems/system';
import { LEVEL_WORDS, levelsOf } from './levels';
import { lacking } from './system';

const assignable = ({ capabilities }: System) =>
	LEVELS.filter((level) => capabilities.levels[level]?.nativeProfile?.supported === true);

/** Where nothing can be done, a person should read it before looking for what is not there. */
export const nativeProfileNotices: INodeProperties[] = SYSTEMS.filter(
	(system) => assignable(system).length === 0,
).map(({ id, title }) => ({
	displayName: `${title} keeps no snapshot profiles by itself. Let n8n run the profile: Snapshot Schedule Trigger, then Create Snapshot and Prune by Retention.`,
	name: 'nativeProfileNotice',
	type: 'notice',
	default: '',
	displayOptions: { show: { system: [id] } },
}));

/** Systems with native profiles of which no level has something. */
export const systemsWithout = (has: (capabilities: LevelCapabilities) => boolean): System[] =>
	SYSTEMS.filter((system) => {
		const levels = assignable(system).flatMap((level) => system.capabilities.levels[level] ?? []);
		return levels.length > 0 && !levels.some(has);
	});

/** Levels that a person may miss among those offered, and what to do instead. */
const leftOut = (system: System): string =>
	levelsOf(system)
		.map((level) => {
			const support = system.capabilities.levels[level]?.nativeProfile;
			const said = support === undefined ? '' : lacking(support);
			return said === '' ? '' : ` Not for the level ${LEVEL_WORDS[level].one}: ${said}`;
		})
		.join('');

/** Only levels whose targets can have one. Where there is no choice, or none at all, nothing is asked. */
export const nativeLevelParameters: INodeProperties[] = SYSTEMS.map((system) => {
	const [first = 'vm', ...others] = assignable(system);
	const common = {
		displayName: 'Level',
		name: 'level',
		default: first,
		displayOptions: { show: { system: [system.id] } },
	};
	if (others.length === 0) return { ...common, type: 'hidden' };
	return {
		...common,
		type: 'options',
		noDataExpression: true,
		options: [first, ...others].map((level) => ({ name: LEVEL_WORDS[level].one, value: level })),
		description: `What kind of thing the profile is for.${leftOut(system)}`,
	};
});

export const nativeProfileParameter: INodeProperties = {
	displayName: 'Native Profile',
	name: 'nativeProfile',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The profile, among those that the system keeps by itself',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a native profile',
			typeOptions: { searchListMethod: 'searchNativeProfiles', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. SOX',
			hint: 'Exactly as the system shows it',
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 5' },
	],
};
