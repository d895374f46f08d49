import { disksOf } from '../model/disks';
import type { ImageFile } from '../model/images';
import { absolute } from './filePrograms';
import { describeChain, describeText, snapshotTable } from './qemuImgInfo';
import {
	failed,
	ok,
	splitOptions,
	type CommandContext,
	type CommandResult,
	type Program,
} from './result';

/** `qemu-img`, as far as snapshots need it, with the messages of QEMU 7.2. */
export const qemuImg: Program = async (args, context) => {
	const [verb = '', ...rest] = args;
	switch (verb) {
		case '--version':
			return ok('qemu-img version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)\n');
		case 'info':
			return await info(rest, context);
		case 'convert':
			return await convert(rest, context);
		case 'create':
			return await create(rest, context);
		case 'snapshot':
			return await snapshot(rest, context);
		case '':
			return failed('qemu-img: Not enough arguments');
		default:
			return failed(`qemu-img: Command not found: ${verb}`);
	}
};

class OpenFailure extends Error {}

/** Opens an image for reading. Without `-U`, one that a running VM writes to is locked. */
function open(name: string, shared: boolean, context: CommandContext): ImageFile {
	const file = context.host.images.get(absolute(name));
	if (file === undefined) {
		throw new OpenFailure(
			`qemu-img: Could not open '${name}': Could not open '${name}': No such file or directory`,
		);
	}
	if (context.access === 'none') {
		throw new OpenFailure(
			`qemu-img: Could not open '${name}': Could not open '${name}': Permission denied`,
		);
	}
	if (!shared && isWrittenTo(file.path, context)) {
		throw new OpenFailure(
			`qemu-img: Could not open '${name}': Failed to get shared "write" lock\nIs another process using the image [${name}]?`,
		);
	}
	const missing = context.host.images.missingInChain(file.path);
	if (missing !== undefined) {
		throw new OpenFailure(
			`qemu-img: Could not open '${name}': Could not open backing file: Could not open '${missing}': No such file or directory`,
		);
	}
	return file;
}

const isWrittenTo = (path: string, { host }: CommandContext): boolean =>
	host.domains.some(
		(domain) => domain.active && disksOf(domain.present).some((disk) => disk.path === path),
	);

async function reporting(
	work: () => CommandResult | Promise<CommandResult>,
): Promise<CommandResult> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof OpenFailure) return failed(error.message);
		throw error;
	}
}

const isShared = (options: ReadonlyMap<string, string>): boolean =>
	options.has('-U') || options.has('--force-share');

async function info(args: readonly string[], context: CommandContext): Promise<CommandResult> {
	const { options, operands } = splitOptions(args, ['-f', '--output']);
	const [name] = operands;
	if (name === undefined) return failed('qemu-img: Expecting one image file name');
	return await reporting(() => {
		const file = open(name, isShared(options), context);
		const { images } = context.host;
		const chain = options.has('--backing-chain') ? images.chain(file.path) : [file];
		return options.get('--output') === 'json'
			? ok(describeChain(chain, name, options.has('--backing-chain')))
			: ok(describeText(file, name));
	});
}

async function convert(args: readonly string[], context: CommandContext): Promise<CommandResult> {
	const { options, operands } = splitOptions(args, [
		...['-f', '-O', '-l', '-o', '-t', '-T', '-m', '-S', '-B', '-b', '-F', '-r'],
	]);
	const [from, to] = operands;
	if (from === undefined || to === undefined)
		return failed('qemu-img: Must specify image file name');
	return await reporting(async () => {
		const { images } = context.host;
		const source = open(from, isShared(options), context);
		const asked = options.get('-l');
		const inside = asked === undefined ? undefined : pickSnapshot(source, asked);
		const format = options.get('-O') ?? 'raw';
		assertCreatable(to, format, context);
		const layer = images.content(source.path, inside);
		const path = absolute(to);
		const full = context.fault?.kind === 'noSpace';
		const copy = { path, format, virtualBytes: source.virtualBytes };
		// Made at once and filled bit by bit; whoever is killed meanwhile leaves it so (seen on QEMU 7.2).
		images.create({ ...copy, layer: 'half an image' });
		if (!(await survives(context))) return { code: 143, stdout: '', stderr: '' };
		if (!full) {
			images.create({ ...copy, layer });
			return ok();
		}
		return failed(
			`qemu-img: ${to}: error while converting ${format}: Could not write refcount table: No space left on device`,
		);
	});
}

/** Waits as long as a copy takes; false when it was killed before it was done. */
async function survives({ host, killed }: CommandContext): Promise<boolean> {
	const end = new Promise<void>((resolve) => {
		killed.addEventListener('abort', () => resolve(), { once: true });
	});
	await Promise.race([host.pause('convert'), end]);
	return !killed.aborted;
}

/** `-l NAME`, `-l snapshot.name=NAME` or `-l snapshot.id=ID`; in the long forms a comma is written twice. */
function pickSnapshot(file: ImageFile, asked: string): string {
	const byKey = /^snapshot\.(name|id)=(.*)$/s.exec(asked);
	const value = byKey?.[2]?.replace(/,,/g, ',') ?? asked;
	if (/(?:^|[^,])(?:,,)*,(?:[^,]|$)/.test(byKey?.[2] ?? '')) {
		throw new OpenFailure(`qemu-img: Invalid parameter '${asked.split(',')[1] ?? ''}'`);
	}
	const found = file.internal.find((one) => {
		if (byKey?.[1] === 'name') return one.name === value;
		if (byKey?.[1] === 'id') return one.id === value;
		return one.name === value || one.id === value;
	});
	if (found === undefined) {
		throw new OpenFailure("qemu-img: Failed to load snapshot: Can't find snapshot");
	}
	return found.name;
}

function assertCreatable(name: string, format: string, context: CommandContext): void {
	const path = absolute(name);
	const reason = !context.host.images.hasFolder(path)
		? 'No such file or directory'
		: context.access !== 'full'
			? 'Permission denied'
			: isWrittenTo(path, context)
				? 'Failed to get "write" lock'
				: undefined;
	if (reason === undefined) return;
	throw new OpenFailure(
		`qemu-img: ${name}: error while converting ${format}: Could not create '${name}': ${reason}`,
	);
}

async function create(args: readonly string[], context: CommandContext): Promise<CommandResult> {
	const { options, operands } = splitOptions(args, ['-f', '-b', '-F', '-o']);
	const [name, size] = operands;
	if (name === undefined) return failed('qemu-img: Expecting image file name');
	const format = options.get('-f') ?? 'raw';
	const backing = options.get('-b');
	const backingFormat = options.get('-F');
	if (backing !== undefined && backingFormat === undefined) {
		return failed(`qemu-img: ${name}: Backing file specified without backing format`);
	}
	return await reporting(() => {
		const under = backing === undefined ? undefined : open(backing, true, context);
		assertCreatable(name, format, context);
		const virtualBytes = size === undefined ? under?.virtualBytes : parseSize(size);
		if (virtualBytes === undefined) {
			return failed(`qemu-img: ${name}: Image creation needs a size parameter`);
		}
		context.host.images.create({
			path: absolute(name),
			format,
			virtualBytes,
			layer: under === undefined ? '' : undefined,
			backing: under === undefined ? undefined : { path: under.path, format: under.format },
		});
		return ok(
			options.has('-q') ? '' : `Formatting '${name}', fmt=${format} size=${virtualBytes}\n`,
		);
	});
}

const UNITS = ['', 'K', 'M', 'G', 'T'];

function parseSize(text: string): number | undefined {
	const [, digits, unit = ''] = /^(\d+)([KMGT]?)$/.exec(text.toUpperCase()) ?? [];
	return digits === undefined ? undefined : Number(digits) * 1024 ** UNITS.indexOf(unit);
}

async function snapshot(args: readonly string[], context: CommandContext): Promise<CommandResult> {
	const { options, operands } = splitOptions(args);
	const [name] = operands;
	if (!options.has('-l') || name === undefined) {
		return failed('qemu-img: the simulated host only lists snapshots (-l)');
	}
	return await reporting(() => ok(snapshotTable(open(name, isShared(options), context))));
}
