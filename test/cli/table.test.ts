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
