import { posix } from 'node:path';
import type { ImageFile } from '../model/images';
import {
	failed,
	ok,
	splitOptions,
	type CommandContext,
	type CommandResult,
	type Program,
} from './result';

const HOME = '/root';
export const absolute = (path: string): string => posix.resolve(HOME, path);

/** Bytes on disk: a round figure that grows with internal snapshots. */
export const allocatedBytes = (file: ImageFile): number => 196_616 + 65_536 * file.internal.length;

/** The file programs of the shell, over the virtual image files. */
export const filePrograms: readonly (readonly [string, Program])[] = [
	['test', (args, context) => test(args, context)],
	['[', (args, context) => test(args.slice(0, -1), context)],
	['rm', (args, context) => rm(args, context)],
	['mv', (args, context) => copy('mv', args, context)],
	['cp', (args, context) => copy('cp', args, context)],
	['mkdir', (args, context) => mkdir(args, context)],
	['touch', (args, context) => touch(args, context)],
	['ls', (args, context) => ls(args, context)],
	['stat', (args, context) => stat(args, context)],
	['chmod', (args, context) => changeMode('chmod', args, context)],
	['chown', (args, context) => changeMode('chown', args, context)],
	['readlink', (args) => ok(`${absolute(splitOptions(args).operands[0] ?? '')}\n`)],
	['realpath', (args) => ok(`${absolute(splitOptions(args).operands[0] ?? '')}\n`)],
];

const isFolder = (path: string, { host }: CommandContext): boolean =>
	host.images.folders.has(path) || host.images.hasFolder(`${path}/x`);

const mayWrite = ({ access }: CommandContext): boolean => access === 'full';

function test(args: readonly string[], context: CommandContext): CommandResult {
	if (args[0] === '!') {
		const { code } = test(args.slice(1), context);
		return code === 0 ? failed('') : ok();
	}
	const [flag = '', operand = ''] = args;
	const path = absolute(operand);
	const file = context.host.images.get(path) !== undefined;
	const folder = isFolder(path, context);
	const socket = context.settings.sockets.includes(path);
	const answers: Readonly<Partial<Record<string, boolean>>> = {
		'-e': file || folder || socket,
		'-S': socket,
		'-f': file,
		'-d': folder,
		'-s': file,
		'-r': socket || ((file || folder) && context.access !== 'none'),
		'-w': socket || ((file || folder) && mayWrite(context)),
		'-n': operand !== '',
		'-z': operand === '',
	};
	const answer = answers[flag];
	if (answer === undefined) return failed(`sh: 1: test: ${flag}: unexpected operator`, 2);
	return answer ? ok() : failed('');
}

function rm(args: readonly string[], context: CommandContext): CommandResult {
	const { options, operands } = splitOptions(args);
	for (const operand of operands) {
		const path = absolute(operand);
		if (context.host.images.get(path) === undefined) {
			if (options.has('-f')) continue;
			return failed(`rm: cannot remove '${operand}': No such file or directory`);
		}
		if (!mayWrite(context)) return failed(`rm: cannot remove '${operand}': Permission denied`);
		context.host.images.files.delete(path);
	}
	return ok();
}

function copy(
	program: 'mv' | 'cp',
	args: readonly string[],
	context: CommandContext,
): CommandResult {
	const { options, operands } = splitOptions(args);
	const [from = '', to = ''] = operands;
	const { images } = context.host;
	const file = images.get(absolute(from));
	if (file === undefined) {
		return failed(`${program}: cannot stat '${from}': No such file or directory`);
	}
	const given = absolute(to);
	const path = isFolder(given, context) ? `${given}/${posix.basename(file.path)}` : given;
	if (images.get(path) !== undefined && options.has('-n')) return ok();
	if (!images.hasFolder(path)) {
		return failed(`${program}: cannot create regular file '${to}': No such file or directory`);
	}
	if (!mayWrite(context) || context.access === 'none') {
		return failed(`${program}: cannot create regular file '${to}': Permission denied`);
	}
	if (context.fault?.kind === 'noSpace') {
		return failed(`${program}: error writing '${to}': No space left on device`);
	}
	images.files.set(path, {
		...file,
		path,
		backing: file.backing === undefined ? undefined : { ...file.backing },
		internal: [...file.internal],
	});
	if (program === 'mv') images.files.delete(file.path);
	return ok();
}

function mkdir(args: readonly string[], context: CommandContext): CommandResult {
	const { options, operands } = splitOptions(args, ['-m']);
	for (const operand of operands) {
		const path = absolute(operand);
		if (isFolder(path, context)) {
			if (options.has('-p')) continue;
			return failed(`mkdir: cannot create directory '${operand}': File exists`);
		}
		if (!mayWrite(context)) {
			return failed(`mkdir: cannot create directory '${operand}': Permission denied`);
		}
		context.host.images.folders.add(path);
	}
	return ok();
}

function touch(args: readonly string[], context: CommandContext): CommandResult {
	for (const operand of splitOptions(args).operands) {
		const path = absolute(operand);
		if (context.host.images.get(path) !== undefined) continue;
		if (!context.host.images.hasFolder(path)) {
			return failed(`touch: cannot touch '${operand}': No such file or directory`);
		}
		if (!mayWrite(context)) return failed(`touch: cannot touch '${operand}': Permission denied`);
		context.host.images.create({ path, format: 'raw', virtualBytes: 0 });
	}
	return ok();
}

function ls(args: readonly string[], context: CommandContext): CommandResult {
	const operand = splitOptions(args).operands[0] ?? HOME;
	const path = absolute(operand);
	if (context.host.images.get(path) !== undefined) return ok(`${operand}\n`);
	if (!isFolder(path, context)) {
		return failed(`ls: cannot access '${operand}': No such file or directory`, 2);
	}
	const names = [...context.host.images.files.keys()]
		.filter((file) => posix.dirname(file) === path)
		.map((file) => `${posix.basename(file)}\n`);
	return ok(names.sort().join(''));
}

function stat(args: readonly string[], context: CommandContext): CommandResult {
	const { options, operands } = splitOptions(args, ['-c', '--format']);
	const [operand = ''] = operands;
	const file = context.host.images.get(absolute(operand));
	if (file === undefined && !isFolder(absolute(operand), context)) {
		return failed(`stat: cannot statx '${operand}': No such file or directory`);
	}
	const format = options.get('-c') ?? options.get('--format') ?? '%n %s %F';
	const values: Readonly<Partial<Record<string, string>>> = {
		'%n': operand,
		'%s': String(file === undefined ? 4096 : allocatedBytes(file)),
		'%b': String(Math.ceil((file === undefined ? 4096 : allocatedBytes(file)) / 512)),
		'%B': '512',
		'%F': file === undefined ? 'directory' : 'regular file',
		'%U': 'root',
		'%G': 'root',
		'%a': '644',
	};
	return ok(`${format.replace(/%./g, (found) => values[found] ?? found)}\n`);
}

function changeMode(
	program: string,
	args: readonly string[],
	context: CommandContext,
): CommandResult {
	const [, ...paths] = splitOptions(args).operands;
	for (const operand of paths) {
		if (context.host.images.get(absolute(operand)) === undefined) {
			return failed(`${program}: cannot access '${operand}': No such file or directory`);
		}
		if (!mayWrite(context)) {
			return failed(`${program}: changing permissions of '${operand}': Operation not permitted`);
		}
	}
	return ok();
}
