import { rootFile } from '../architecture/sources';
import { CliBench } from './support/bench';

let bench: CliBench;
beforeAll(async () => {
	bench = await CliBench.start();
	// Nothing listens there: what is well said gets as far as that.
	await bench.connect({
		nowhere: { system: 'vergeos', url: 'https://127.0.0.1:1', apiKey: 'key' },
	});
	const period = {
		name: 'daily',
		frequency: { every: 'day', at: '02:00' },
		retention: { last: 2 },
	};
	await bench.write('nightly.json', { name: 'Nightly', timeZone: 'UTC', periods: [period] });
	const plan = {
		...{ id: 'x', profile: 'Nightly', period: null, policy: {} },
		...{ timeZone: 'UTC', includeForeign: false },
	};
	const target = { level: 'vm', id: '1', name: 'web-01' };
	const planned = { system: 'vergeos', target, snapshot: { id: '1' }, action: 'kept', plan };
	await bench.write('plan.jsonl', planned);
});
afterAll(async () => await bench.close());

const COMMANDS = [
	'list',
	...['create', 'revert', 'restore', 'hold', 'prune', 'delete'],
	...['simulate', 'systems', 'completion'],
];

/** Each line that begins with the program’s name, as a person would copy it. */
const commandsIn = (text: string): string[] =>
	[...text.matchAll(/^(?:\$|\s|source <\()*vm-snapshots (.+?)$/gm)].map(([, rest = '']) => rest);

/** Up to where the shell begins; quotes removed. */
function wordsOf(line: string): string[] {
	const own = /^(?:'[^']*'|"[^"]*"|[^'"|>#)])*/.exec(line)?.[0] ?? '';
	return [...own.matchAll(/(?:'[^']*'|"[^"]*"|\S)+/g)].map(([word]) =>
		word
			.replaceAll(/'([^']*)'|"([^"]*)"/g, (_whole, one?: string, two?: string) => one ?? two ?? '')
			.replace(/^(nightly\.json|plan\.jsonl)$/, `${bench.home}/$1`),
	);
}

async function endOf(line: string): Promise<string> {
	const words = wordsOf(line);
	const offline = ['simulate', 'systems', 'completion'].includes(words[0] ?? '');
	const ran = offline ? await bench.runBare(words) : await bench.run(words);
	const isWellSaid = ran.exitCode === 0 || ran.stderr.includes('[UNREACHABLE]');
	return isWellSaid ? 'well said' : `vm-snapshots ${line}: ${ran.stderr}`;
}

it.each(['README.md', 'cli/README.md', 'docs/cli.md'])(
	'understands every command of %s',
	async (path) => {
		const [section = ''] = /^## From the command line[\s\S]*/m.exec(rootFile(path).text) ?? [
			rootFile(path).text,
		];
		const commands = commandsIn(section).filter((line) =>
			COMMANDS.includes(line.split(' ')[0] ?? ''),
		);
		expect(commands.length).toBeGreaterThan(1);
		for (const line of commands) expect(await endOf(line)).toBe('well said');
	},
);

it.each(COMMANDS)('understands every example in the help of %s', async (command) => {
	const { stdout } = await bench.runBare([command, '--help']);
	const commands = commandsIn(stdout.slice(stdout.indexOf('\nExamples:')));
	expect(commands).not.toEqual([]);
	for (const line of commands) expect(await endOf(line)).toBe('well said');
});
