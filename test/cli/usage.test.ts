import { CliBench } from './support/bench';

let bench: CliBench;
beforeEach(async () => {
	bench = await CliBench.start();
	// Nothing listens there: whatever is sent would be told as unreachable.
	await bench.connect({
		nowhere: { system: 'vergeos', url: 'https://127.0.0.1:1', apiKey: 'key' },
	});
});
afterEach(async () => await bench.close());

describe('what can’t be meant ends with 2, and nothing is sent', () => {
	it.each<[string, readonly string[], string]>([
		['no command', [], 'Usage: vm-snapshots'],
		['an unknown command', ['lst'], 'Did you mean list?'],
		['an unknown option', ['list', '--al'], 'Did you mean --all?'],
		['a secret as an argument', ['list', '--password', 'x'], "unknown option '--password'"],
		['a level that is none', ['list', '--level', 'disk'], 'Allowed choices are vm'],
		['names and a selection', ['create', 'a', '--tag', 'b'], 'both named and selected'],
		['no target', ['create'], "--match '*' means all"],
		[
			'a name of the whole system',
			['create', 'a', '--level', 'system'],
			'only target of its level',
		],
		['a power state that is none', ['list', '--state', 'on'], '--state must be one of running'],
		['no expression', ['list', '--match-regex', '('], '--match-regex is no regular expression'],
		['a time that is none', ['list', '--time-limit', 'soon'], '--time-limit must be like 90s'],
		['no number', ['list', '--parallel', 'many'], '--parallel must be a whole number'],
		['half a hold', ['create', 'a', '--hold-by', 'Ada'], '--hold-by and --hold-reason'],
		[
			'a keeping time that is none',
			['create', 'a', '--keep-for', '7'],
			'--keep-for must be like 12h, 7d',
		],
		['no snapshot', ['revert', 'a'], 'No snapshot was named'],
		['two snapshots', ['delete', 'a', '-s', 'b', '--newest'], 'exclude each other'],
		['a restore without a name', ['restore', 'a', '--newest'], "'-n, --name <name>' not specified"],
		['a release with a reason', ['hold', 'a', '--newest', '--release', '--by', 'b'], 'no --by'],
		['no zone', ['prune', 'a', '--time-zone', 'Mars'], '--time-zone must be an IANA time zone'],
		['no count', ['prune', 'a', '--keep-daily', '-1'], '--keep-daily'],
		[
			'a setting that is not offered',
			['create', 'a', '--set', 'x=y'],
			'The setting x is not understood',
		],
		['a setting without a value', ['create', 'a', '--set', 'x'], '--set name=value'],
		['parts of a VM', ['restore', 'a', '--newest', '-n', 'b', '--part', 'c'], 'restored whole'],
		['a system without parts', ['restore', '-l', 'system', '--newest', '-n', 'b'], 'part by part'],
		['a plan that is not there', ['prune', '--plan', '/nowhere'], 'The plan can’t be read'],
		['an unknown system', ['systems', 'hal'], 'There is no system "hal"'],
		['a profile that is not there', ['simulate', '/nowhere'], 'The profile can’t be read'],
		['an unknown shell', ['completion', 'csh'], 'Allowed choices are bash, zsh, fish'],
	])('%s', async (_what, args, message) => {
		const talks = !['systems', 'simulate', 'completion', 'lst'].includes(args[0] ?? 'lst');
		const ran = talks ? await bench.run(args) : await bench.runBare(args);
		expect(ran.stderr).toContain(message);
		expect(ran.stderr).not.toContain('[UNREACHABLE]');
		expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
	});
});

it('ends with 1 when the system can’t be reached, in the words of this program', async () => {
	const ran = await bench.run(['list']);
	expect(ran).toMatchObject({ exitCode: 1, stdout: '' });
	expect(ran.stderr).toContain('[UNREACHABLE]');
	expect(ran.stderr).not.toMatch(/credential|n8n/);
});

it('colours nothing but on a terminal, and nothing there when NO_COLOR is set', async () => {
	const coloured = async (isTTY: boolean, env = {}) =>
		(await bench.run(['list'], { isTTY, env })).stderr.includes('\u001b[31m');
	expect(await coloured(true)).toBe(true);
	expect(await coloured(false)).toBe(false);
	expect(await coloured(true, { NO_COLOR: '1' })).toBe(false);
	expect(await coloured(true, { NO_COLOR: '' })).toBe(true);
});

describe('help', () => {
	it.each([
		'list',
		'create',
		'revert',
		'restore',
		'prune',
		'delete',
		'hold',
		'simulate',
		'systems',
	])('of %s shows examples, and goes to standard output', async (command) => {
		const ran = await bench.runBare([command, '--help']);
		expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
		expect(ran.stdout).toContain('\nExamples:\n  vm-snapshots ');
	});

	it('tells all commands, where connections come from, and the exit codes', async () => {
		const { stdout } = await bench.runBare(['--help']);
		for (const text of ['list', 'hold', 'VM_SNAPSHOTS_SYSTEM', 'Exit codes: 0 done', '130']) {
			expect(stdout).toContain(text);
		}
	});

	it('of a system tells its settings and the fields of a connection, with their variables', async () => {
		const { stdout } = await bench.runBare(['systems', 'vergeos']);
		expect(stdout).toMatch(/^immutable +system +create +true, false /m);
		expect(stdout).toMatch(/^apiKey +VM_SNAPSHOTS_API_KEY +API key$/m);
	});
});
