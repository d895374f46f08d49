import { inCliWords } from '../../cli/output/words';
import { table, widthOf } from '../../cli/output/table';

const plain = (text: string) => text;
const columns = [
	{ title: 'NAME', cell: ([name]: readonly string[]) => name ?? '' },
	{ title: 'EMPTY', cell: () => '' },
	{ title: 'SIZE', align: 'right' as const, cell: ([, size]: readonly string[]) => size ?? '' },
];

it('aligns columns by what a terminal shows, and leaves out those with nothing to say', () => {
	const rows = [
		['web-01', '1.5'],
		['日本', '12.5'],
		['e\u0301', ''],
	];
	expect(table(columns, rows, plain).split('\n')).toEqual([
		'NAME    SIZE',
		'web-01   1.5',
		'日本    12.5',
		'e\u0301',
		'',
	]);
	expect(widthOf('日本')).toBe(4);
});

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
])('says %p in the words of this program', (said, here) => expect(inCliWords(said)).toBe(here));
