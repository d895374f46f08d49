import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { AUTO_ASSIGN_MODES, type AutoAssignRules } from '../../snapshots/nativeProfile';
import type { ItemParameters } from '../shared/readParameters';
import { expressionsSchema, listSchema } from '../shared/readTargets';

export const autoAssignRulesParameter: INodeProperties = {
	displayName: 'Rules',
	name: 'autoAssignRules',
	type: 'collection',
	placeholder: 'Add Rule',
	default: {},
	description:
		'Which VMs the profile takes by itself. A rule that is not added stays as it is; without any, the present ones are shown. What is excluded is out, whatever includes it.',
	options: [
		{
			displayName: 'Cluster IDs',
			name: 'clusterIds',
			type: 'string',
			default: '',
			placeholder: 'e.g. 4dea22b3-1d52-d8f3-2516-782e98ab3fa0',
			description:
				'Only VMs in these clusters are taken. Separate several by commas; empty means all clusters.',
		},
		{
			displayName: 'Exclude Name Expressions',
			name: 'excludeExpressions',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. -(test|dev)$',
			description: 'Regular expressions on the name; capitals count. One on each line.',
		},
		{
			displayName: 'Exclude Tags',
			name: 'excludeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. no-snapshots',
			description: 'VMs with any of these tags are not taken. Separate several by commas.',
		},
		{
			displayName: 'Include Name Expressions',
			name: 'includeExpressions',
			type: 'string',
			typeOptions: { rows: 2 },
			default: '',
			placeholder: 'e.g. ^web-[0-9]+$',
			description:
				'Regular expressions on the name; capitals count. One on each line, one match is enough.',
		},
		{
			displayName: 'Include Tags',
			name: 'includeTags',
			type: 'string',
			default: '',
			placeholder: 'e.g. production, critical',
			description: 'VMs with any of these tags are taken. Separate several by commas.',
		},
		{
			displayName: 'Mode',
			name: 'mode',
			type: 'options',
			options: [
				{
					name: 'Assign',
					value: 'assign',
					description: 'Takes VMs that have no profile',
				},
				{
					name: 'Assign and Remove',
					value: 'assignAndRemove',
					description:
						'Also takes VMs whose own profile does not fit them, and lets go of VMs that no longer fit',
				},
				{ name: 'Off', value: 'off', description: 'Takes no VM by itself' },
			],
			default: 'assign',
			description: 'What the system does with VMs that fit',
		},
	],
};

const rulesSchema = z
	.object({
		mode: z.enum(AUTO_ASSIGN_MODES).optional(),
		includeTags: listSchema,
		excludeTags: listSchema,
		includeExpressions: expressionsSchema,
		excludeExpressions: expressionsSchema,
		clusterIds: listSchema,
	})
	.partial();

/** A rule that was not added is absent, so that it stays as it is. */
export const readRules = (parameters: ItemParameters): Partial<AutoAssignRules> => {
	const given = parameters.get('autoAssignRules', z.record(z.unknown()).default({}));
	const read = parameters.get('autoAssignRules', rulesSchema.default({}));
	return Object.fromEntries(Object.entries(read).filter(([name]) => name in given));
};
