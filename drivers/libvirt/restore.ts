import { randomBytes } from 'node:crypto';
import type { Clock } from '../../snapshots/clock';
import type { RestoreRequest } from '../../snapshots/driver';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { bounded } from '../bounded';
import { libvirtTargetNaming } from './capabilities';
import type { DomainRef } from './client';
import { cloneXml } from './cloneXml';
import { isFailure, LIBVIRT } from './errors';
import type { ImageInfo } from './hostFiles';
import { readTarget, type LibvirtHost } from './host';
import { planCopies, type DiskCopy } from './restorePlan';
import { DEFINE_FLAG, ERROR_CODE, UNDEFINE_FLAG } from './rpc/procedures';
import { readSnapshotXml } from './snapshotXml';

const TIDY_LIMIT_MS = 60_000;

export async function restoreAsNew(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	snapshotName: string,
	request: RestoreRequest,
	clock: Clock,
	signal: AbortSignal,
): Promise<Target> {
	const { client } = host;
	await assertNameFree(host, target, request.name, signal);
	const xml = await client.snapshotXml(domain, snapshotName, 'public', signal);
	const snapshot = readSnapshotXml(xml);
	const unique = randomBytes(4).toString('hex');
	const { configuration, copies } = planCopies(target, snapshot, request.name, unique);
	await assertRoom(host, target, copies, signal);

	const made: Made = { files: copies.map(({ to }) => to) };
	try {
		for (const copy of copies) await host.files.copy(copy, signal);
		const files = new Map(copies.map((copy) => [copy.target, copy.to]));
		const { name, connectNetwork, powerOn } = request;
		const clone = cloneXml(configuration, { name, connectNetwork, copies: files });
		made.domain = await client.define(clone, DEFINE_FLAG.validate, signal);
		if (powerOn) await client.start(made.domain, signal);
		return await readTarget(host, made.domain, signal);
	} catch (error) {
		await host.finish(tidyUp(host, target, made, error, clock));
		throw error;
	}
}

interface Made {
	readonly files: readonly string[];
	domain?: DomainRef;
}

const refusal = (
	code: ErrorCode,
	target: Target,
	message: string,
	advice?: string,
): SnapshotError => new SnapshotError(code, message, { system: LIBVIRT, target, advice });

async function assertNameFree(
	{ client }: LibvirtHost,
	target: Target,
	name: string,
	signal: AbortSignal,
): Promise<void> {
	const { pattern, maxLength, inWords } = libvirtTargetNaming;
	if (!pattern.test(name) || name.length > maxLength) {
		throw refusal(
			'INVALID_INPUT',
			target,
			`${target.name} can’t be restored as ${JSON.stringify(name)}: allowed are ${inWords}, at most ${maxLength} in all`,
		);
	}
	try {
		await client.lookupByName(name, signal);
	} catch (error) {
		if (isFailure(error, ERROR_CODE.noDomain)) return;
		throw error;
	}
	const message = `There is a VM ${name} already, so ${target.name} was not restored under that name`;
	throw refusal('CONFLICT', target, message, 'Choose another name for the new VM.');
}

/** Checked before the first byte is copied: a full storage would stop the VMs that write there. */
async function assertRoom(
	{ files }: LibvirtHost,
	target: Target,
	copies: readonly DiskCopy[],
	signal: AbortSignal,
): Promise<void> {
	const [taken, ...chains] = await Promise.all([
		files.existing(
			copies.map(({ to }) => to),
			signal,
		),
		...copies.map(async ({ from }) => await files.imageChain(from, signal)),
	]);
	if (taken.length > 0) {
		const message = `A file is in the way of ${target.name}’s copy: ${taken.join(', ')}`;
		throw refusal('CONFLICT', target, message, 'Run again. Nothing was changed.');
	}
	const needed = new Map<string, number>();
	copies.forEach(({ to }, at) => {
		const folder = to.slice(0, to.lastIndexOf('/')) || '/';
		needed.set(folder, (needed.get(folder) ?? 0) + mostBytes(chains[at] ?? []));
	});
	for (const [folder, bytes] of needed) {
		const available = await files.availableBytes(folder, signal);
		if (bytes <= available) continue;
		const message = `The copy of ${target.name} needs up to ${mebibytes(bytes)} MiB in ${folder}, where ${mebibytes(available)} MiB are free`;
		throw refusal(
			'QUOTA',
			target,
			message,
			'Free space there, then run again. Nothing was changed.',
		);
	}
}

/** A copy is never larger than what is stored now in the whole chain, nor than the disk itself. */
function mostBytes(chain: readonly ImageInfo[]): number {
	const stored = chain.reduce((sum, image) => sum + (image['actual-size'] ?? 0), 0);
	return Math.min(stored, chain[0]?.['virtual-size'] ?? stored);
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

/** The caller's signal may be what ended the work, so this has one of its own. */
async function tidyUp(
	{ client, files }: LibvirtHost,
	target: Target,
	made: Made,
	failure: unknown,
	clock: Clock,
): Promise<void> {
	const { domain } = made;
	try {
		await bounded(clock, TIDY_LIMIT_MS, async (signal) => {
			if (domain !== undefined) {
				await client.destroy(domain, signal).catch(ignoreNotRunning);
				await client.undefine(domain, UNDEFINE_FLAG.nvram, signal);
			}
			await files.stopCopies(made.files, signal);
			await files.remove(made.files, signal);
		});
	} catch (cause) {
		const said = failure instanceof Error ? failure.message : String(failure);
		const left = [...(domain === undefined ? [] : [`VM ${domain.name}`]), ...made.files].join(', ');
		throw new SnapshotError(
			failure instanceof SnapshotError ? failure.code : 'TASK_FAILED',
			`${target.name} could not be restored as a new VM (${said}), and what was made could not be removed: ${left}`,
			{ system: LIBVIRT, target, advice: 'Remove on the host what the message names.', cause },
		);
	}
}

function ignoreNotRunning(error: unknown): void {
	if (!isFailure(error, ERROR_CODE.invalidOperation)) throw error;
}
