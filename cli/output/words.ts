import { SETTING_OPERATIONS } from '../../snapshots/settings';
import { SYSTEMS } from '../systems';

type Words = readonly (readonly [RegExp, string | ((text: string) => string)])[];

/** Messages of the domain speak of the editor’s fields; here the same things have other names. */
const OPTIONS: Words = [
	[/\b(raise|Raise) Wait While Locked in the options/g, '$1 --wait-while-locked'],
	[/\b(raise|Raise) Time Limit in the options/g, '$1 --time-limit'],
	[/Turn on Include Foreign Snapshots for this run/g, 'Give --include-foreign for this run'],
	[/Turn off Safety Snapshot First/g, 'Give --no-safety-snapshot'],
	[/Turn on Connect Network/g, 'Give --connect-network'],
	[/Turn on Include Memory/g, 'Give --memory'],
	[/turn on Include Memory/g, 'give --memory'],
	[/Turn off Include Memory/g, 'Leave --memory away'],
	[/turn off Include Memory/g, 'leave --memory away'],
	[/Set Quiesce to If Possible/g, 'Give --quiesce prefer'],
	[/set Quiesce to If Possible/g, 'give --quiesce prefer'],
	[/Set Quiesce to Off/g, 'Give --quiesce off'],
	[/set Quiesce to Off/g, 'give --quiesce off'],
	[/Turn off Quiesce/g, 'Give --quiesce off'],
	[/Set Keep For/g, 'Give --keep-for'],
	[/leave Only If Held By empty/g, 'leave --only-by away'],
	[/Set Hold in the options of Create Snapshot/g, 'Give --hold-by and --hold-reason to create'],
	[/Choose another New Name/g, 'Choose another --name'],
	[/Put \* into New Name/g, 'Put * into --name'],
	[
		/Check Filter\. List Snapshots with Include Those Without Snapshots/g,
		'vm-snapshots list --all',
	],
	[/\b[Cc]hoose it from the list( instead| again|)\b/g, 'vm-snapshots list shows them'],
	[/Choose the level VM\b/g, 'Give --level vm'],
];

const COMMANDS: Words = [
	[/\bRestore as New VM\b/g, 'vm-snapshots restore'],
	[/\bList Snapshots\b/g, 'vm-snapshots list'],
	[/\bPrune by Retention\b/g, 'vm-snapshots prune'],
	[/\bCreate Snapshot\b/g, 'vm-snapshots create'],
	[/\bRevert Snapshot\b/g, 'vm-snapshots revert'],
	[/\bDelete Snapshot\b/g, 'vm-snapshots delete'],
];

/** Labels in the credential of fields that the connection calls otherwise than the label goes. */
const FIELDS: Readonly<Record<string, string>> = {
	'User Name': 'username',
	'Host Key Fingerprint': 'hostFingerprint',
	Certificate: 'serverCertificate',
	Fingerprint: 'serverFingerprint',
};

const camelCase = (label: string): string =>
	label.toLowerCase().replaceAll(/ (\w)/g, (_space, letter: string) => letter.toUpperCase());

const CONNECTIONS: Words = [
	[
		/\b[A-Z]\w*(?: [A-Z]\w*)*(?= in the credential\b)/g,
		(label) => FIELDS[label] ?? camelCase(label),
	],
	[/\bServer Check\b/g, 'serverCheck'],
	[/Enter the key’s passphrase in the credential/g, 'Give the key’s passphrase in the connection'],
	[/\bthe credential’s\b/g, 'the connection’s'],
	[/\b([Tt]he|[Aa]) credential\b/g, '$1 connection'],
	[/that n8n may reach that network/g, 'that this machine may reach that network'],
];

const asWords = (title: string): RegExp =>
	new RegExp(`(?<!\\w)${title.replaceAll(/[^\w ]/g, '\\$&')}(?!\\w)`, 'g');

/** A title of one word may stand for something else, too. */
const SETTINGS: Words = SYSTEMS.flatMap(({ capabilities }) => Object.values(capabilities.levels))
	.flatMap(({ settings = {} }) => SETTING_OPERATIONS.flatMap((one) => settings[one] ?? []))
	.filter(({ title }) => title.includes(' '))
	.flatMap(({ name, title }) => [
		[asWords(`${title} (${name})`), name],
		[asWords(title), `--set ${name}`],
	]);

/** Options first: they hold names of commands and of fields. */
const WORDS: Words = [...OPTIONS, ...SETTINGS, ...COMMANDS, ...CONNECTIONS];

export const inCliWords = (text: string): string =>
	WORDS.reduce(
		(said, [words, here]) =>
			typeof here === 'string' ? said.replace(words, here) : said.replace(words, here),
		text,
	);
