import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { LevelCapabilities, Support } from '../../../snapshots/capabilities';
import { SYSTEMS } from '../systems';
import { LEVEL_WORDS, levelsOf } from './levels';

const firstSystem = SYSTEMS[0].id;

const systemParameter: INodeProperties = {
	displayName: 'System',
	name: 'system',
	type: 'options',
	noDataExpression: true,
	options: SYSTEMS.map(({ id, title }) => ({ name: title, value: id })),
	default: firstSystem,
	description: 'The virtualization system that runs the VMs',
};

/**
 * Each system asks for its own credential. List Snapshots alone says how they are tested.
 *
 * The slash matters: a parameter that credentials depend on by its bare name, with one for each of its options,
 * is taken by n8n's editor for a choice of how to log in. It is hidden then, and the credential that somebody
 * chooses decides (n8n 2.41, `getMainAuthField` of the editor). A path from the root is not looked at so.
 */
export const systemCredentials: INodeCredentialDescription[] = SYSTEMS.map((system) => ({
	name: system.credential,
	required: true,
	displayOptions: { show: { '/system': [system.id] } },
}));

/** Where the editor puts the credential: by itself it would come before everything. */
const credentialPlace: INodeProperties = {
	displayName: 'Credential',
	name: 'credential',
	type: 'credentials',
	default: '',
};

/** Asked only where a system has a choice of levels. */
const levelParameters: INodeProperties[] = SYSTEMS.map((system) => {
	const [first = 'vm', ...others] = levelsOf(system);
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
		description: 'What kind of thing the snapshots cover',
	};
});

/** Where the work is done, from the wide to the narrow. */
export const systemParameters: INodeProperties[] = [
	systemParameter,
	credentialPlace,
	...levelParameters,
];

/** Why a level lacks something, and the way out; nothing where it has it. */
export const lacking = (support: Support): string =>
	support.supported ? '' : `${support.reason} ${support.instead}`;

/** A sentence that each system says about itself; none where it has nothing to say. */
export function systemNotices(
	name: string,
	say: (capabilities: LevelCapabilities) => string,
): INodeProperties[] {
	return SYSTEMS.flatMap((system) =>
		levelsOf(system).flatMap((level): INodeProperties[] => {
			const capabilities = system.capabilities.levels[level];
			const said = capabilities === undefined ? '' : say(capabilities);
			if (said === '') return [];
			return [
				{
					displayName: said,
					name,
					type: 'notice',
					default: '',
					displayOptions: { show: { system: [system.id], level: [level] } },
				},
			];
		}),
	);
}
