import { inCliWords } from '../../cli/output/words';
import { filesBelow } from '../architecture/sources';

it.each([
	[
		'Run again, or raise Wait While Locked in the options.',
		'Run again, or raise --wait-while-locked.',
	],
	[
		'Check the address and port in the credential.',
		'Check the address and port in the connection.',
	],
	['List Snapshots shows what is there.', 'vm-snapshots list shows what is there.'],
	['A snapshot of List.', 'A snapshot of List.'],
	[
		'Assign one, or name it in Assign Policy First.',
		'Assign one, or name it in --set assignPolicy.',
	],
	['or turn off Use Sudo in the credential.', 'or turn off useSudo in the connection.'],
	[
		'compare it with Host Key Fingerprint in the credential.',
		'compare it with hostFingerprint in the connection.',
	],
	[
		'It may have been removed. Choose it from the list again.',
		'It may have been removed. vm-snapshots list shows them.',
	],
])('says %p in the words of this program', (said, here) => expect(inCliWords(said)).toBe(here));

/** What a person sees in the editor alone. */
const OF_THE_EDITOR = [
	...['Include Memory', 'Quiesce to', 'Turn off Quiesce', 'Keep For', 'Wait While Locked'],
	...['Time Limit', 'Include Foreign', 'Safety Snapshot First', 'New Name', 'Connect Network'],
	...['Only If Held By', 'Create Snapshot', 'Revert Snapshot', 'Restore as New VM'],
	...['Prune by Retention', 'List Snapshots', 'Delete Snapshot', 'Check Filter'],
	...['Server Check', 'the credential', 'a credential', 'from the list'],
];

/** Of the profiles that a system keeps by itself, which only the nodes know; and titles of settings. */
const NOT_HERE = /\/(profiles|nativeProfile|memory)\/|\/(autoAssign|settings)\.ts$/;

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g;
const IMPORT = /^import [\s\S]*?;$/gm;
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

it('says nothing of what only the editor has, in any text of the domain and the drivers', () => {
	const files = [...filesBelow('snapshots'), ...filesBelow('drivers')];
	const said = files
		.filter(({ path }) => !NOT_HERE.test(path))
		.flatMap(({ path, text }) => {
			const texts = text.replaceAll(COMMENT, '').replaceAll(IMPORT, '').matchAll(LITERAL);
			return [...texts].map(([, plain, template]) => ({ path, text: plain ?? template ?? '' }));
		});
	const isOfTheEditor = (text: string) => OF_THE_EDITOR.some((words) => text.includes(words));
	expect(said.filter(({ text }) => isOfTheEditor(text)).length).toBeGreaterThan(50);
	const left = said.filter(({ text }) => isOfTheEditor(inCliWords(text)));
	expect(left.map(({ path, text }) => `${path}: ${inCliWords(text)}`)).toEqual([]);
});
