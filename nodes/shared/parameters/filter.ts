import type { INodeProperties } from 'n8n-workflow';
import type { LevelCapabilities } from '../../../snapshots/capabilities';
import { POWER_STATES, type PowerState } from '../../../snapshots/model';
import { CHOOSABLE, perLevel, whereOffered, type LevelWords } from './levels';

const POWER_TITLES: Readonly<Record<PowerState, string>> = {
	running: 'Running',
	stopped: 'Stopped',
	paused: 'Paused',
	suspended: 'Suspended',
	unknown: 'Unknown',
	none: 'None',
};

const powerStates = POWER_STATES.filter((state) => state !== 'none')
	.map((value) => ({ name: POWER_TITLES[value], value }))
	.sort((left, right) => left.name.localeCompare(right.name));

const tagsAreTold = ({ features }: LevelCapabilities): boolean => features.tags.supported;
const powerIsTold = ({ withoutPower }: LevelCapabilities): boolean => withoutPower !== true;

const conditions = ({ many }: LevelWords): INodeProperties[] => [
	{
		displayName: 'Exclude Name Patterns',
		name: 'excludeNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. *-test, template-*',
		description: `${many} with such a name are left out. Separate several by commas.`,
	},
	...whereOffered(
		{
			displayName: 'Exclude Tags',
			name: 'excludeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. no-snapshots',
			description: `${many} with any of these tags are left out. Separate several by commas.`,
		},
		tagsAreTold,
		'/',
	),
	{
		displayName: 'Name Patterns',
		name: 'names',
		type: 'string',
		default: '',
		placeholder: 'e.g. web-*, db-0?',
		description:
			'The whole name must match one of them, in any case: * is any text, ? one character. Separate several by commas.',
	},
	...whereOffered(
		{
			displayName: 'Power States',
			name: 'powerStates',
			type: 'multiOptions',
			options: powerStates,
			default: [],
			description: `${many} in any of these states. None chosen means all states.`,
		},
		powerIsTold,
		'/',
	),
	...whereOffered(
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. production, critical',
			description: `${many} with at least one of these tags. Separate several by commas.`,
		},
		tagsAreTold,
		'/',
	),
];

const filter = (words: LevelWords, described: (words: LevelWords) => string): INodeProperties => ({
	displayName: 'Filter',
	name: 'filter',
	type: 'collection',
	placeholder: 'Add Condition',
	displayOptions: { show: { targetMode: ['filter'] } },
	default: {},
	description: described(words),
	options: conditions(words),
});

/** For nodes that change something: what is meant must be said. */
export const filterParameters: INodeProperties[] = perLevel(CHOOSABLE, (words) =>
	filter(
		words,
		({ one, many }) =>
			`A ${one} must meet every condition that is added. What is excluded is out, whatever includes it. To mean all ${many}, add Name Patterns with *.`,
	),
);

/** For nodes that only read: without any condition everything is listed. */
export const readingFilterParameters: INodeProperties[] = perLevel(CHOOSABLE, (words) =>
	filter(
		words,
		({ one, many }) =>
			`A ${one} must meet every condition that is added; without any, all ${many} are listed. What is excluded is out, whatever includes it.`,
	),
);
