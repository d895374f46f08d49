import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { LEVELS, type Level } from '../../../snapshots/model';
import { SYSTEMS } from '../systems';
import { EMPTIED_BY, LEVEL_WORDS, levelsOf, showing } from './levels';

/** Asked where a snapshot holds whole targets, of which one or some are brought back. */
export const partParameters: INodeProperties[] = SYSTEMS.flatMap((system) =>
	levelsOf(system).flatMap((level) => {
		const parts = system.capabilities.levels[level]?.parts ?? [];
		const here = { system: [system.id], level: [level] };
		if (parts.length === 0) return [];
		return [showing(partLevel(parts), here), ...parts.map((one) => showing(part(one), here))];
	}),
);

function option(level: Level): INodePropertyOptions {
	return { name: LEVEL_WORDS[level].many, value: level };
}

function partLevel(parts: readonly Level[]): INodeProperties {
	const [first = 'vm'] = parts;
	return {
		displayName: 'What to Restore',
		name: 'partLevel',
		type: 'options',
		noDataExpression: true,
		options: LEVELS.filter((level) => parts.includes(level)).map(option),
		default: first,
		description: 'What to bring back out of the snapshot, as new',
	};
}

function part(level: Level): INodeProperties {
	const { many, oneInText, manyInText } = LEVEL_WORDS[level];
	return {
		displayName: `${many} in Snapshot`,
		name: 'part',
		type: 'resourceLocator',
		typeOptions: { loadOptionsDependsOn: [...EMPTIED_BY, 'partLevel'] },
		displayOptions: { show: { partLevel: [level] } },
		default: { mode: 'list', value: '' },
		required: true,
		description: `Which ${manyInText} of the snapshot to bring back. Those that are there now stay as they are.`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Choose a ${oneInText}`,
				typeOptions: { searchListMethod: 'searchParts', searchable: true },
			},
			{
				displayName: 'By Name or Pattern',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. web-01, db-*',
				hint: 'All that match are restored: * is any text, ? one character. Separate several by commas.',
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 123',
			},
		],
	};
}
