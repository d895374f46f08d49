import { z } from 'zod';
import { FEATURES, type LevelCapabilities } from '../../snapshots/capabilities';
import { LEVELS, type Level } from '../../snapshots/model';
import type { JsonRecord } from '../../snapshots/record';
import { SETTING_OPERATIONS } from '../../snapshots/settings';
import type { Work } from '../commands/command';
import { variableOf } from '../connections/environment';
import { EXIT } from '../exitCodes';
import { bold } from '../output/style';
import { table, type Column } from '../output/table';
import type { Surroundings } from '../surroundings';
import { SYSTEMS, findSystem } from '../systems';
import type { System } from '../systems/system';
import { readOptions } from './readOptions';
import { printRecords, printTable } from './settle';

const schema = z.object({ json: z.boolean().default(false) });

export const systems: Work = async (surroundings, { names, options }) => {
	const { json } = readOptions(schema, options);
	const [name] = names;
	const chosen = name === undefined ? SYSTEMS : [findSystem(name)];
	if (json) printRecords(surroundings, chosen.map(systemRecord));
	else if (name === undefined) printTable(surroundings, OVERVIEW, SYSTEMS);
	else for (const system of chosen) describe(surroundings, system);
	return EXIT.done;
};

const levelsOf = ({ capabilities }: System): readonly [Level, LevelCapabilities][] =>
	LEVELS.flatMap((level): [Level, LevelCapabilities][] => {
		const found = capabilities.levels[level];
		return found === undefined ? [] : [[level, found]];
	});

const OVERVIEW: readonly Column<System>[] = [
	{ title: 'SYSTEM', cell: ({ id }) => id },
	{ title: 'NAME', cell: ({ title }) => title },
	{
		title: 'LEVELS',
		cell: (system) =>
			levelsOf(system)
				.map(([level]) => level)
				.join(', '),
	},
];

interface FeatureRow {
	readonly feature: string;
	readonly levels: Readonly<Record<string, string>>;
	readonly notes: string;
}

/** One table for what it can do, one for its settings, one for the fields of a connection. */
function describe(surroundings: Surroundings, system: System): void {
	const { stdout } = surroundings;
	const heading = bold(surroundings, stdout);
	const parts = [
		['What it can do', table(featureColumns(system), featureRows(system), heading)],
		['Settings, for --set name=value', settingsTable(system, heading)],
		['Fields of a connection', table(FIELD_COLUMNS, fieldRows(system), heading)],
	] as const;
	stdout.write(`${system.title}\n`);
	for (const [title, text] of parts) if (text !== '') stdout.write(`\n${title}\n${text}`);
}

const featureColumns = (system: System): readonly Column<FeatureRow>[] => [
	{ title: 'FEATURE', cell: ({ feature }) => feature },
	...levelsOf(system).map(([level]) => ({
		title: level.toUpperCase(),
		cell: ({ levels }: FeatureRow) => levels[level] ?? '',
	})),
	{ title: 'NOTES', cell: ({ notes }) => notes },
];

function featureRows(system: System): FeatureRow[] {
	return FEATURES.map((feature) => {
		const supports = levelsOf(system).map(
			([level, { features }]) => [level, features[feature]] as const,
		);
		const notes = supports.map(([, support]) =>
			support.supported ? (support.note ?? '') : support.reason,
		);
		return {
			feature,
			levels: Object.fromEntries(
				supports.map(([level, { supported }]) => [level, supported ? 'yes' : 'no']),
			),
			notes: [...new Set(notes)].filter((note) => note !== '').join(' '),
		};
	});
}

function settingsTable(system: System, heading: (text: string) => string): string {
	const rows = levelsOf(system).flatMap(([level, { settings = {} }]) =>
		SETTING_OPERATIONS.flatMap((operation) =>
			(settings[operation] ?? []).map((setting) => ({ level, operation, setting })),
		),
	);
	type Row = (typeof rows)[number];
	const columns: readonly Column<Row>[] = [
		{ title: 'NAME', cell: ({ setting }) => setting.name },
		{ title: 'LEVEL', cell: ({ level }) => level },
		{
			title: 'OF',
			cell: ({ operation }) => (operation === 'restoreAsNew' ? 'restore' : operation),
		},
		{
			title: 'VALUES',
			cell: ({ setting }) => {
				if (setting.kind === 'choice') return setting.choices.map(({ value }) => value).join(', ');
				return setting.kind === 'switch' ? 'true, false' : setting.kind;
			},
		},
		{ title: 'WHAT', cell: ({ setting }) => setting.description },
	];
	return rows.length === 0 ? '' : table(columns, rows, heading);
}

interface FieldRow {
	readonly name: string;
	readonly says: string;
}

const FIELD_COLUMNS: readonly Column<FieldRow>[] = [
	{ title: 'FIELD', cell: ({ name }) => name },
	{ title: 'IN THE ENVIRONMENT', cell: ({ name }) => variableOf(name) },
	{ title: 'WHAT', cell: ({ says }) => says },
];

const fieldRows = ({ fields }: System): FieldRow[] =>
	Object.entries(fields).map(([name, { says }]) => ({ name, says }));

const systemRecord = (system: System): JsonRecord => ({
	system: system.id,
	title: system.title,
	levels: Object.fromEntries(
		levelsOf(system).map(([level, { features }]) => [
			level,
			Object.fromEntries(FEATURES.map((feature) => [feature, features[feature].supported])),
		]),
	),
	fields: Object.entries(system.fields).map(([name, { says, secret }]) => ({
		name,
		variable: variableOf(name),
		says,
		secret: secret === true,
	})),
});
