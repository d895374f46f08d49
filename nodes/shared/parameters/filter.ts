import type { INodeProperties } from 'n8n-workflow';
import type { LevelCapabilities } from '../../../snapshots/capabilities';
import { POWER_STATES, type PowerState } from '../../../snapshots/model';
import { CHOOSABLE, perLevel, whereOffered, type LevelWords } from './levels';
import { sortedChoices } from './sorted';

const POWER_TITLES: Readonly<Record<PowerState, string>> = {
	running: 'Running',
	stopped: 'Stopped',
	paused: 'Paused',
	suspended: 'Suspended',
	unknown: 'Unknown',
	none: 'None',
};

const powerStates = sortedChoices(
	POWER_STATES.filter((state) => state !== 'none').map((value) => ({
		name: POWER_TITLES[value],
		value,
	})),
);

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
	{
		displayName: 'Exclude IDs',
		name: 'excludeIds',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
		description: `${many} with one of these IDs are left out. Separate several by commas.`,
	},
	{
		displayName: 'Exclude Name Expressions',
		name: 'excludeExpressions',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. -(test|dev)$',
		description: `${many} in whose name one of these regular expressions is found are left out. One on each line.`,
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
		displayName: 'IDs',
		name: 'ids',
		type: 'string',
		default: '',
		placeholder: 'e.g. 4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
		description: `${many} with one of these IDs. Separate several by commas.`,
	},
	{
		displayName: 'Match',
		name: 'match',
		type: 'options',
		options: [
			{ name: 'Any Condition', value: 'any', description: 'One of names, IDs and tags is enough' },
			{
				name: 'Every Condition',
				value: 'every',
				description: 'Each kind that is added must hold; within one, one entry is enough',
			},
		],
		default: 'every',
		description:
			'How names, expressions, IDs and tags go together. Power States restrict in any case, and what is excluded is out.',
	},
	{
		displayName: 'Name Expressions',
		name: 'expressions',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. ^web-[0-9]+$',
		description:
			'Regular expressions, found anywhere in the name; capitals count. One on each line, one match is enough.',
	},
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
		({ oneInText, manyInText }) =>
			`A ${oneInText} must meet every condition that is added. What is excluded is out, whatever includes it. To mean all ${manyInText}, add Name Patterns with *.`,
	),
);

/** For nodes that only read: without any condition everything is listed. */
export const readingFilterParameters: INodeProperties[] = perLevel(CHOOSABLE, (words) =>
	filter(
		words,
		({ oneInText, manyInText }) =>
			`A ${oneInText} must meet every condition that is added; without any, all ${manyInText} are listed. What is excluded is out, whatever includes it.`,
	),
);
