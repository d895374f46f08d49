import type { INodeProperties } from 'n8n-workflow';
import type { Setting, SettingOperation } from '../../../snapshots/settings';
import { SYSTEMS } from '../systems';
import { LEVEL_WORDS, levelsOf } from './levels';
import { sortedFields } from './sorted';

/** One collection for what only this system offers for this operation; none where it offers nothing. */
export const settingsParameters = (operation: SettingOperation): INodeProperties[] =>
	SYSTEMS.flatMap((system) =>
		levelsOf(system).flatMap((level): INodeProperties[] => {
			const settings = system.capabilities.levels[level]?.settings?.[operation] ?? [];
			if (settings.length === 0) return [];
			const name = shortTitle(system.title);
			return [
				{
					displayName: `${name} Options`,
					name: 'settings',
					type: 'collection',
					placeholder: `Add ${name} Option`,
					default: {},
					description: `What only ${name} offers for the level ${LEVEL_WORDS[level].one}`,
					displayOptions: { show: { system: [system.id], level: [level] } },
					options: sortedFields(settings.map(fieldOf)),
				},
			];
		}),
	);

/** Without what stands in brackets. */
const shortTitle = (title: string): string => title.replace(/\s*\(.*\)$/, '');

function fieldOf(setting: Setting): INodeProperties {
	const { name, title: displayName, description } = setting;
	const field = { displayName, name, description };
	switch (setting.kind) {
		case 'switch':
			return { ...field, type: 'boolean', default: setting.default };
		case 'text':
			return {
				...field,
				type: 'string',
				default: setting.default,
				placeholder: setting.placeholder,
			};
		case 'list':
			return {
				...field,
				description: `${description} Separate several by commas.`,
				type: 'string',
				default: '',
				placeholder: setting.placeholder,
			};
		case 'choice':
			return {
				...field,
				type: 'options',
				default: setting.default,
				options: setting.choices.map((choice) => ({
					name: choice.title,
					value: choice.value,
					description: choice.description,
				})),
			};
	}
}
