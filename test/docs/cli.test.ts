import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EXIT } from '../../cli/exitCodes';
import { buildProgram } from '../../cli/program';
import { systemClock } from '../../cli/systemClock';
import { SYSTEMS, findSystem } from '../../cli/systems';
import { SYSTEMS as NODE_SYSTEMS } from '../../nodes/shared/systems';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

const silent = { write: () => undefined };
const program = buildProgram(
	{
		args: [],
		env: {},
		home: '',
		stdout: silent,
		stderr: silent,
		clock: systemClock,
		signal: new AbortController().signal,
	},
	'0',
	async () => undefined,
);

describe('the page on the command line', () => {
	it('names every command', () => {
		const named = [...page.matchAll(/^\| `([a-z]+)` +\|/gm)].map(([, name]) => name);
		expect(named.sort()).toEqual(program.commands.map((command) => command.name()).sort());
	});

	it('shows connections with fields that there are', () => {
		const examples = [...page.matchAll(/```json\n([^`]+)```/g)].map(([, json = '']) => json);
		const shown = examples.find((json) => json.includes('"connections"')) ?? '';
		const schema = z.object({ connections: z.record(z.record(z.unknown())) });
		const { connections } = schema.parse(JSON.parse(shown));
		expect(Object.keys(connections).length).toBeGreaterThan(1);
		for (const { system, ...fields } of Object.values(connections)) {
			const known = Object.keys(findSystem(String(system)).fields);
			expect(known).toEqual(expect.arrayContaining(Object.keys(fields)));
		}
	});

	it('names every exit code', () => {
		const told = [...page.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
		expect(told).toEqual(Object.values(EXIT));
	});

	it('shows options that there are', () => {
		const known = new Set(
			program.commands.flatMap(({ options }) => options.map(({ long }) => long ?? '')),
		);
		const shown = [...page.matchAll(/(?<![\w-])--[a-z][a-z-]+/g)].map(([option]) => option);
		const strangers = shown.filter((option) => !known.has(option));
		expect([...new Set(strangers)]).toEqual(['--global', '--help']);
	});
});

it('names the systems of the nodes, A to Z', () => {
	const ids = SYSTEMS.map(({ id }) => id);
	expect(ids).toEqual([...ids].sort());
	expect(ids).toEqual(NODE_SYSTEMS.map(({ id }) => id).sort());
});
