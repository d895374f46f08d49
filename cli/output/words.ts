/** Messages of the domain speak of the editor’s fields; here the same things have other names. */
const WORDS: readonly (readonly [RegExp, string])[] = [
	[/raise Wait While Locked in the options/g, 'raise --wait-while-locked'],
	[/raise Time Limit in the options/g, 'raise --time-limit'],
	[/Turn on Include Foreign Snapshots for this run/g, 'Give --include-foreign for this run'],
	[/Turn off Safety Snapshot First/g, 'Give --no-safety-snapshot'],
	[/Turn off Include Memory/g, 'Leave --memory away'],
	[/set Quiesce to If Possible/g, 'give --quiesce prefer'],
	[/Turn off Quiesce/g, 'Give --quiesce off'],
	[/leave Only If Held By empty/g, 'leave --only-by away'],
	[/Set Hold in the options of Create Snapshot/g, 'Give --hold-by and --hold-reason to create'],
	[/Choose another New Name/g, 'Choose another --name'],
	[/Put \* into New Name/g, 'Put * into --name'],
	[/\bRestore as New VM\b/g, 'vm-snapshots restore'],
	[/\bList Snapshots\b/g, 'vm-snapshots list'],
	[/Host Key Fingerprint in the credential/g, 'hostFingerprint in the connection'],
	[/\bServer Check\b/g, 'serverCheck'],
	[/Enter the key’s passphrase in the credential/g, 'Give the key’s passphrase in the connection'],
	[/\bthe credential’s\b/g, 'the connection’s'],
	[/\b(the|a) credential\b/g, '$1 connection'],
	[/that n8n may reach that network/g, 'that this machine may reach that network'],
	[/Choose it from the list instead/g, 'vm-snapshots list shows them'],
];

export const inCliWords = (text: string): string =>
	WORDS.reduce((said, [words, here]) => said.replace(words, here), text);
