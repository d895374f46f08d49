import type { INodeProperties } from 'n8n-workflow';
import type { LevelCapabilities } from '../../../snapshots/capabilities';
import { LEVELS, type Level } from '../../../snapshots/model';
import { SYSTEMS } from '../systems';
import type { System } from '../systems/system';

/** What people call the targets of a level. */
export interface LevelWords {
	readonly one: string;
	readonly many: string;
	/** Within a sentence. */
	readonly oneInText: string;
	readonly manyInText: string;
}

export const LEVEL_WORDS: Readonly<Record<Level, LevelWords>> = {
	vm: { one: 'VM', many: 'VMs', oneInText: 'VM', manyInText: 'VMs' },
	volume: { one: 'Volume', many: 'Volumes', oneInText: 'volume', manyInText: 'volumes' },
	tenant: { one: 'Tenant', many: 'Tenants', oneInText: 'tenant', manyInText: 'tenants' },
	system: {
		one: 'Whole System',
		many: 'Whole Systems',
		oneInText: 'whole system',
		manyInText: 'whole systems',
	},
};

/**
 * The editor empties a locator when one of these changes: an ID of a VM means another thing, or nothing, as an ID
 * of a tenant.
 */
export const EMPTIED_BY = ['system', 'level'];

export const levelsOf = ({ capabilities }: System): Level[] =>
	LEVELS.filter((level) => capabilities.levels[level] !== undefined);

const OFFERED = LEVELS.filter((level) =>
	SYSTEMS.some((system) => levelsOf(system).includes(level)),
);

/** Levels of which a system has several targets to choose from. */
export const CHOOSABLE = OFFERED.filter((level) => level !== 'system');

/** One variant for each level, in its own words; n8n shows the one of the level that is chosen. */
export function perLevel(
	levels: readonly Level[],
	make: (words: LevelWords) => INodeProperties,
): INodeProperties[] {
	return levels.map((level) => {
		const property = make(LEVEL_WORDS[level]);
		return OFFERED.length === 1 ? property : showing(property, { level: [level] });
	});
}

/** Shown only where the capabilities of system and level allow it. */
export function whereOffered(
	property: INodeProperties,
	allows: (capabilities: LevelCapabilities) => boolean,
	/** A slash in front of the names, within a collection. */
	prefix: '' | '/' = '',
): INodeProperties[] {
	const allowing = SYSTEMS.map((system) => ({
		system,
		levels: levelsOf(system).filter((level) => {
			const capabilities = system.capabilities.levels[level];
			return capabilities !== undefined && allows(capabilities);
		}),
	})).filter(({ levels }) => levels.length > 0);
	const everywhere = SYSTEMS.every((system) =>
		allowing.some((one) => one.system === system && one.levels.length === levelsOf(system).length),
	);
	if (everywhere) return [property];
	const alike = new Map<string, { systems: string[]; levels: Level[] }>();
	for (const { system, levels } of allowing) {
		const group = alike.get(levels.join()) ?? { systems: [], levels };
		group.systems.push(system.id);
		alike.set(levels.join(), group);
	}
	return [...alike.values()].map(({ systems, levels }) =>
		showing(property, { [`${prefix}system`]: systems, [`${prefix}level`]: levels }),
	);
}

/** Shown only while the given parameters have these values, besides what it asks for already. */
export const showing = (
	property: INodeProperties,
	show: Readonly<Record<string, readonly string[]>>,
): INodeProperties => ({
	...property,
	displayOptions: {
		...property.displayOptions,
		show: {
			...property.displayOptions?.show,
			...Object.fromEntries(Object.entries(show).map(([name, values]) => [name, [...values]])),
		},
	},
});

const WHOLE_SYSTEM_OFFERED = OFFERED.includes('system');

/** What needs a choice of target before it. */
export const ofChoosable = (property: INodeProperties): INodeProperties =>
	WHOLE_SYSTEM_OFFERED ? showing(property, { level: CHOOSABLE }) : property;

/** What stands in its place where the whole system is the only target. */
export const ofWholeSystem = (...properties: readonly INodeProperties[]): INodeProperties[] =>
	WHOLE_SYSTEM_OFFERED ? properties.map((one) => showing(one, { level: ['system'] })) : [];
