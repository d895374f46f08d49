import { failed, ok, splitOptions, type CommandContext, type Program } from './result';

/** Programs that look at the machine, or at nothing. */
export const systemPrograms: readonly (readonly [string, Program])[] = [
	['true', () => ok()],
	[':', () => ok()],
	['false', () => failed('')],
	['echo', (args) => ok(`${args.join(' ')}\n`)],
	['printf', (args) => printf(args)],
	['hostname', (_args, { host }) => ok(`${host.options.hostname}\n`)],
	['uname', () => ok('Linux\n')],
	[
		'id',
		(args) =>
			ok(
				args.includes('-u')
					? '1000\n'
					: 'uid=1000(admin) gid=1000(admin) groups=1000(admin),136(libvirt)\n',
			),
	],
	['whoami', () => ok('admin\n')],
	['sync', () => ok()],
	['pkill', (args, context) => pkill(args, context)],
	['df', (args, { settings }) => df(args, settings.freeBytes)],
	['virsh', () => failed('error: use the daemon’s socket; the simulated host has no virsh', 1)],
];

function printf(args: readonly string[]): ReturnType<typeof ok> {
	const [format = '', ...values] = args;
	let next = 0;
	const text = format.replace(/%s|%%|\\n/g, (found) =>
		found === '%s' ? (values[next++] ?? '') : found === '%%' ? '%' : '\n',
	);
	return ok(text);
}

/** Only by the whole command line (`-f`), as an extended regular expression. */
function pkill(args: readonly string[], { processes }: CommandContext): ReturnType<typeof ok> {
	const { options, operands } = splitOptions(args);
	const [pattern, ...others] = operands;
	if (pattern === undefined || others.length > 0 || !options.has('-f')) {
		return failed('pkill: the simulated host wants -f and one pattern', 2);
	}
	return processes.kill(new RegExp(pattern)) > 0 ? ok() : failed('');
}

function df(args: readonly string[], freeBytes: number): ReturnType<typeof ok> {
	const { options, operands } = splitOptions(args, ['-B']);
	const unit = options.get('-B') === '1' || options.has('--block-size') ? 1 : 1024;
	const free = Math.floor(freeBytes / unit);
	if (options.get('--output') === 'avail') return ok(`     Avail\n${free}\n`);
	const used = Math.floor((20 * 1024 ** 3) / unit);
	const percent = Math.ceil((100 * used) / (used + free));
	const mount = operands[0] === undefined ? '/' : '/var/lib/libvirt';
	return ok(
		[
			`Filesystem     ${unit}-blocks Used Available Capacity Mounted on`,
			`/dev/vda1 ${used + free} ${used} ${free} ${percent}% ${mount}`,
			'',
		].join('\n'),
	);
}
