import { FEATURES, type Feature, type LevelCapabilities } from '../../snapshots/capabilities';
import type { Level } from '../../snapshots/model';

export interface DocumentedSystem {
	readonly title: string;
	readonly page: string;
	readonly level: Level;
	readonly capabilities: LevelCapabilities;
	/** How the row was proven. Never more than was seen. */
	readonly proven: string;
}

const IN_WORDS: Readonly<Record<Feature, string>> = {
	memory: 'Snapshot with memory',
	quiesce: 'Quiesced by guest agent',
	diskOnlyWhileRunning: 'Without memory while running',
	revert: 'Revert',
	restoreAsNew: 'Restore as new VM',
	delete: 'Delete, prune',
	nativeExpiry: 'Expiry by the system',
	update: 'Change afterwards',
	tags: 'Filter by tags',
};

/** One column a system and level, one row a feature, footnotes for every limit. */
export function supportMatrix(systems: readonly DocumentedSystem[]): string {
	const notes: string[] = [];
	const cell = (system: DocumentedSystem, feature: Feature): string => {
		const support = system.capabilities.features[feature];
		const note = support.supported ? support.note : `${support.reason} ${support.instead}`;
		if (note === undefined) return 'yes';
		const text = `**${system.title}, ${IN_WORDS[feature]}:** ${note}`;
		if (!notes.includes(text)) notes.push(text);
		return `${support.supported ? 'yes' : 'no'} [${notes.indexOf(text) + 1}]`;
	};
	const heading = systems.map(({ title, page, level }) => `[${title}](${page}) (${level})`);
	const rows = [
		['', ...heading],
		['---', ...systems.map(() => '---')],
		...FEATURES.map((feature) => [
			IN_WORDS[feature],
			...systems.map((system) => cell(system, feature)),
		]),
		['**Proven by**', ...systems.map(({ proven }) => proven)],
	];
	const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
	return `${table}\n\n${notes.map((note, at) => `${at + 1}. ${note}`).join('\n')}`;
}
