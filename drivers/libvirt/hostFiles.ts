import { z } from 'zod';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import { sh, type ShellCommand } from '../transports/shell';
import type { SshPort } from '../transports/ssh';
import { LIBVIRT } from './errors';

const imageInfo = z.object({
	format: z.string(),
	'virtual-size': z.number().nonnegative(),
	'actual-size': z.number().nonnegative().optional(),
	'backing-filename': z.string().optional(),
	'backing-filename-format': z.string().optional(),
	'full-backing-filename': z.string().optional(),
	encrypted: z.boolean().optional(),
});
export type ImageInfo = z.infer<typeof imageInfo>;

export interface Copy {
	readonly from: string;
	readonly format: string;
	/** Absent: the image's live content. */
	readonly internalSnapshot?: string;
	readonly to: string;
}

export interface Overlay {
	readonly path: string;
	/** As the old overlay's header has it, which may be relative to the overlay. */
	readonly backing: string;
	readonly backingFormat: string;
}

interface Complaint {
	readonly seen: RegExp;
	readonly code: ErrorCode;
	readonly advice?: string;
}

const COMPLAINTS: readonly Complaint[] = [
	{ seen: /no space left on device|disk quota exceeded/i, code: 'QUOTA' },
	{
		seen: /\bsudo: /,
		code: 'FORBIDDEN',
		advice: 'Allow the SSH user to run commands by sudo without a password, or switch sudo off.',
	},
	{
		seen: /permission denied|operation not permitted/i,
		code: 'FORBIDDEN',
		advice:
			'The SSH user needs write access to the folder of the VM’s disks: log in as root, or switch Use Sudo on in the credential.',
	},
	{
		seen: /qemu-img: (command )?not found|qemu-img: no such/i,
		code: 'UNSUPPORTED',
		advice: 'Install qemu-img on the host (package qemu-utils or qemu-img).',
	},
	{ seen: /no such file or directory|could not open/i, code: 'NOT_FOUND' },
];

/** The host's image files, by its shell and qemu-img: what libvirt's RPC has no procedure for. */
export class HostFiles {
	constructor(
		private readonly ssh: SshPort,
		private readonly useSudo: boolean,
	) {}

	/** Those of the paths where anything is, be it a dangling link. */
	async existing(paths: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
		const found = await this.run(
			sh`i=0; for f in ${paths}; do if [ -e "$f" ] || [ -L "$f" ]; then echo $i; fi; i=$((i+1)); done`,
			signal,
		);
		const indexes = new Set(found.split('\n'));
		return paths.filter((_path, at) => indexes.has(String(at)));
	}

	/** The image, then what lies below it. `-U`: a running VM holds the files' locks. */
	async imageChain(path: string, signal: AbortSignal): Promise<readonly ImageInfo[]> {
		const text = await this.run(sh`qemu-img info -U --backing-chain --output=json ${path}`, signal);
		return z.array(imageInfo).min(1).parse(parsedJson(text));
	}

	async availableBytes(folder: string, signal: AbortSignal): Promise<number> {
		const text = await this.run(sh`df -Pk ${folder}`, signal);
		// The mount point comes last and may hold blanks; the four columns before it are numbers.
		const columns = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%/.exec(text);
		return z.coerce.number().parse(columns?.[3]) * 1024;
	}

	/**
	 * Copies one image with all that lies below it. `-U`: the VM may be running; what is read of it does not
	 * change any more. The process id lies beside the copy, so that `discard` can end an unfinished one.
	 */
	async copy({ from, format, internalSnapshot, to }: Copy, signal: AbortSignal): Promise<void> {
		const snapshot =
			internalSnapshot === undefined
				? sh``
				: sh`-l ${`snapshot.name=${escapedOption(internalSnapshot)}`}`;
		const convert = sh`qemu-img convert -U -f ${format} -O qcow2 ${snapshot} ${from} ${to}`;
		const writing = sh`echo $$ > ${pidFile(to)} && exec ${convert}`;
		await this.run(sh`sh -c ${writing.text} && rm -f ${pidFile(to)}`, signal);
	}

	/** Removes copies, ending those that are still being written. Missing ones are fine. */
	async discard(paths: readonly string[], signal: AbortSignal): Promise<void> {
		// A process id may belong to somebody else by now: its command line must name our file.
		await this.run(
			sh`for f in ${paths}; do if [ -s "$f.pid" ]; then p=$(cat "$f.pid"); if tr '\\0' '\\n' < "/proc/$p/cmdline" 2>/dev/null | grep -qxF -e "$f"; then kill "$p"; fi; fi; rm -f "$f" "$f.pid" || exit 1; done`,
			signal,
		);
	}

	/** Makes empty overlays beside the old ones, without touching those. */
	async prepareOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		const makes = overlays.map(
			({ path, backing, backingFormat }) =>
				sh`qemu-img create -q -f qcow2 -b ${backing} -F ${backingFormat} ${freshName(path)} && chmod --reference=${path} ${freshName(path)}`
					.text,
		);
		await this.runText(makes.join(' && '), signal);
	}

	/** Puts the prepared overlays in the place of the old ones. The VM must be off. */
	async swapOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		const owners = overlays.map(
			({ path }) => sh`chown --reference=${path} ${freshName(path)}`.text,
		);
		const moves = overlays.map(({ path }) => sh`mv -f ${freshName(path)} ${path}`.text);
		await this.runText([...owners, ...moves].join(' && '), signal);
	}

	async dropPreparedOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		await this.run(sh`rm -f ${overlays.map(({ path }) => freshName(path))}`, signal);
	}

	private async runText(text: string, signal: AbortSignal): Promise<string> {
		return await this.run(sh`sh -c ${text}`, signal);
	}

	private async run(command: ShellCommand, signal: AbortSignal): Promise<string> {
		const asRoot = this.useSudo ? sh`sudo -n env LC_ALL=C sh -c ${command.text}` : command;
		const { stdout, stderr, exitCode } = await this.ssh.run(asRoot, signal);
		if (exitCode === 0) return stdout;
		const said = stderr.trim().slice(0, MESSAGE_LIMIT) || `exit code ${exitCode}`;
		const complaint = COMPLAINTS.find(({ seen }) => seen.test(said));
		throw new SnapshotError(complaint?.code ?? 'TASK_FAILED', said, {
			system: LIBVIRT,
			advice: complaint?.advice,
		});
	}
}

const MESSAGE_LIMIT = 500;

const pidFile = (path: string): string => `${path}.pid`;

/** One revert of a VM runs at a time, and a file that an earlier one left behind is of no worth. */
const freshName = (path: string): string => `${path}.reverting`;

/** In QEMU's option syntax a comma ends the value, and a doubled one is a comma. */
const escapedOption = (value: string): string => value.replaceAll(',', ',,');

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw new SnapshotError('INVALID_RESPONSE', 'qemu-img answered something that is not JSON', {
			system: LIBVIRT,
			cause,
		});
	}
}
