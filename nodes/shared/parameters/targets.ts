import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { CHOOSABLE, EMPTIED_BY, perLevel, type LevelWords } from './levels';

const one = ({ one: noun }: LevelWords): INodePropertyOptions => ({
	name: `One ${noun}`,
	value: 'one',
	description: 'Chosen from a list, by name or by ID',
});
const filter = ({ many }: LevelWords): INodePropertyOptions => ({
	name: `All ${many} Matching a Filter`,
	value: 'filter',
	description: 'By name, tags and power state, as they are at run time',
});
const input = ({ one: noun, oneInText }: LevelWords): INodePropertyOptions => ({
	name: `${noun} From Input Item`,
	value: 'input',
	description: `The ${oneInText} that a node of this package handed on`,
});

const targetMode = (words: LevelWords): INodeProperties => ({
	displayName: words.many,
	name: 'targetMode',
	type: 'options',
	noDataExpression: true,
	options: [one(words), filter(words), input(words)],
	default: 'one',
	description: `Which ${words.manyInText} to work on`,
});

const target = ({ one: noun, oneInText }: LevelWords): INodeProperties => ({
	displayName: noun,
	name: 'target',
	type: 'resourceLocator',
	typeOptions: { loadOptionsDependsOn: EMPTIED_BY },
	displayOptions: { show: { targetMode: ['one'] } },
	default: { mode: 'list', value: '' },
	required: true,
	description: `The ${oneInText} to work on`,
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: `Choose a ${oneInText}`,
			typeOptions: { searchListMethod: 'searchTargets', searchable: true },
		},
		{
			displayName: 'By Name',
			name: 'name',
			type: 'string',
			placeholder: 'e.g. web-01',
			hint: `Exactly as the system shows it, and only one ${oneInText} may have it`,
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
		},
	],
});

/** All three ways to say which targets. A whole system is its own only target, so nothing is asked. */
export const targetParameters: INodeProperties[] = [
	...perLevel(CHOOSABLE, targetMode),
	...perLevel(CHOOSABLE, target),
];

/** For what can be done to one target only, such as giving it a name. */
export const singleTargetParameters: INodeProperties[] = [
	...perLevel(CHOOSABLE, (words) => ({
		...targetMode(words),
		displayName: `${words.one} From`,
		options: [one(words), input(words)],
	})),
	...perLevel(CHOOSABLE, target),
];
