import { z } from 'zod';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import { sh, type ShellCommand } from '../transports/shell';
import type { CommandResult, SshPort } from '../transports/ssh';
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
	{
		seen: /no space left on device|disk quota exceeded/i,
		code: 'QUOTA',
		advice: 'Free space on the storage that holds the VM’s disks, then run again.',
	},
	{
		seen: /\bsudo: /,
		code: 'FORBIDDEN',
		advice:
			'Allow the SSH user to run commands by sudo without a password, or turn off Use Sudo in the credential.',
	},
	{
		seen: /permission denied|operation not permitted/i,
		code: 'FORBIDDEN',
		advice:
			'The SSH user must be able to read the VM’s disks and write to their folder: log in as root, or turn on Use Sudo in the credential.',
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

	/** Those of the paths where something is. */
	async existing(paths: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
		const results = await Promise.all(
			paths.map(async (path) => await this.attempt(sh`test -e ${path}`, signal)),
		);
		const broken = results.find(({ exitCode }) => exitCode > 1);
		if (broken !== undefined) throw complaintOf(broken);
		return paths.filter((_path, at) => results[at]?.exitCode === 0);
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
	 * change any more.
	 */
	async copy({ from, format, internalSnapshot, to }: Copy, signal: AbortSignal): Promise<void> {
		const option = `snapshot.name=${escapedOption(internalSnapshot ?? '')}`;
		const snapshot = internalSnapshot === undefined ? sh`` : sh`-l ${option} `;
		await this.run(sh`qemu-img convert -U -f ${format} -O qcow2 ${snapshot}${from} ${to}`, signal);
	}

	/** Ends copies that were given up but go on at the host, where they would fill the storage unseen. */
	async stopCopies(paths: readonly string[], signal: AbortSignal): Promise<void> {
		for (const path of paths) {
			// Anchored, so that it means the process itself and not a shell that has the same words.
			const result = await this.attempt(
				sh`pkill -f ${`^qemu-img convert .*${escapedPattern(path)}$`}`,
				signal,
			);
			const noneOrNoPkill = result.exitCode === 1 || result.exitCode === 127;
			if (result.exitCode !== 0 && !noneOrNoPkill) throw complaintOf(result);
		}
	}

	/** Missing ones are fine. */
	async remove(paths: readonly string[], signal: AbortSignal): Promise<void> {
		if (paths.length > 0) await this.run(sh`rm -f -- ${paths}`, signal);
	}

	/** Makes empty overlays beside the old ones, without touching those. */
	async prepareOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		for (const { path, backing, backingFormat } of overlays) {
			const fresh = freshName(path);
			await this.run(
				sh`qemu-img create -q -f qcow2 -b ${backing} -F ${backingFormat} ${fresh}`,
				signal,
			);
			await this.run(sh`chmod --reference=${path} ${fresh}`, signal);
		}
	}

	/** Puts the prepared overlays in the place of the old ones. The VM must be off. */
	async swapOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		for (const { path } of overlays) {
			await this.run(sh`chown --reference=${path} ${freshName(path)}`, signal);
		}
		for (const { path } of overlays) await this.run(sh`mv -f ${freshName(path)} ${path}`, signal);
	}

	async dropPreparedOverlays(overlays: readonly Overlay[], signal: AbortSignal): Promise<void> {
		await this.remove(
			overlays.map(({ path }) => freshName(path)),
			signal,
		);
	}

	private async run(command: ShellCommand, signal: AbortSignal): Promise<string> {
		const result = await this.attempt(command, signal);
		if (result.exitCode === 0) return result.stdout;
		throw complaintOf(result);
	}

	private async attempt(command: ShellCommand, signal: AbortSignal): Promise<CommandResult> {
		return await this.ssh.run(this.useSudo ? sh`sudo -n ${command}` : command, signal);
	}
}

function complaintOf({ stderr, exitCode }: CommandResult): SnapshotError {
	const said = stderr.trim().slice(0, MESSAGE_LIMIT) || `exit code ${exitCode}`;
	const complaint = COMPLAINTS.find(({ seen }) => seen.test(said));
	const { code = 'TASK_FAILED', advice } = complaint ?? {};
	return new SnapshotError(code, said, { system: LIBVIRT, advice });
}

const MESSAGE_LIMIT = 500;

/** One revert of a VM runs at a time, and a file that an earlier one left behind is of no worth. */
const freshName = (path: string): string => `${path}.reverting`;

/** In QEMU's option syntax a comma ends the value, and a doubled one is a comma. */
const escapedOption = (value: string): string => value.replaceAll(',', ',,');

const escapedPattern = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

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
