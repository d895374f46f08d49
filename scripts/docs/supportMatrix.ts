import { FEATURES, type Feature, type LevelCapabilities } from '../../snapshots/capabilities';
import { LEVEL_IN_WORDS, type Level } from '../../snapshots/model';

export interface DocumentedSystem {
	readonly title: string;
	readonly page: string;
	readonly level: Level;
	readonly capabilities: LevelCapabilities;
	/** How the row was proven. Never more than was seen. */
	readonly proven: {
		readonly by: 'real system' | 'vendor’s simulator' | 'own simulator';
		readonly how: string;
	};
}

const IN_WORDS: Readonly<Record<Feature, string>> = {
	memory: 'Snapshot with memory',
	quiesce: 'Quiesced',
	diskOnlyWhileRunning: 'Without memory while running',
	revert: 'Revert',
	restoreAsNew: 'Restore as new VM',
	delete: 'Delete, prune',
	nativeExpiry: 'Expiry by the system',
	update: 'Change afterwards',
	tags: 'Filter by tags',
};

/** One row a system and level, one column a feature, footnotes for every limit. */
export function supportMatrix(systems: readonly DocumentedSystem[]): string {
	const notes: string[] = [];
	const numberOf = (text: string): number => {
		if (!notes.includes(text)) notes.push(text);
		return notes.indexOf(text) + 1;
	};
	const cell = (system: DocumentedSystem, feature: Feature): string => {
		const support = system.capabilities.features[feature];
		const note = support.supported ? support.note : `${support.reason} ${support.instead}`;
		const answer = support.supported ? 'yes' : 'no';
		if (note === undefined) return answer;
		return `${answer} [${numberOf(`**${system.title}, ${IN_WORDS[feature]}:** ${note}`)}]`;
	};
	const rows = [
		['System', 'Level', ...FEATURES.map((feature) => IN_WORDS[feature]), 'Proven by'],
		Array.from({ length: FEATURES.length + 3 }, () => '---'),
		...systems.map((system) => [
			`[${system.title}](${system.page})`,
			LEVEL_IN_WORDS[system.level],
			...FEATURES.map((feature) => cell(system, feature)),
			`${system.proven.by} [${numberOf(`**${system.title}, proven by:** ${system.proven.how}`)}]`,
		]),
	];
	const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
	return `${table}\n\n${notes.map((note, at) => `${at + 1}. ${note}`).join('\n')}`;
}
