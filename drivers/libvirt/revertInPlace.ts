import { z } from 'zod';
import type { Clock } from '../../snapshots/clock';
import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { abortable } from '../abortable';
import { bounded } from '../bounded';
import { elementAt } from '../xml';
import type { DomainRef } from './client';
import { domainFrom, readDomain, type Domain } from './domainXml';
import { LIBVIRT } from './errors';
import { EXTERNAL_REVERT_SINCE, readTree, versionText, type LibvirtHost } from './host';
import type { Overlay } from './hostFiles';
import { XML_FLAG } from './rpc/procedures';
import type { LibvirtSnapshot, SnapshotDisk } from './snapshotXml';

/** Time to stop a VM and rename files. Once begun it is not left half done. */
const SWAP_LIMIT_MS = 60_000;

/**
 * Reverts to the newest external snapshot where libvirt can't: stops the VM and puts empty overlays in the
 * place of those that hold all that changed since. The chain and libvirt's metadata stay as they are.
 */
export async function revertInPlace(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	snapshot: LibvirtSnapshot,
	clock: Clock,
	signal: AbortSignal,
): Promise<void> {
	const { client, files } = host;
	await assertNewest(host, target, domain, snapshot, signal);
	const [xml, isPersistent, hasSavedRam] = await Promise.all([
		client.domainXml(domain, 0, signal),
		client.isPersistent(domain, signal),
		client.hasManagedSave(domain, signal),
	]);
	const present = readDomain(xml);
	assertStoppable(target, present, { isPersistent, hasSavedRam });
	const overlays = await overlaysOf(host, target, present, snapshot, signal);
	try {
		await files.prepareOverlays(overlays, signal);
	} catch (error) {
		const dropping = bounded(clock, SWAP_LIMIT_MS, async (inner) => {
			await files.dropPreparedOverlays(overlays, inner);
		});
		await host.finish(dropping);
		throw error;
	}
	const swap = bounded(clock, SWAP_LIMIT_MS, async (inner) => {
		if (present.active) await client.destroy(domain, inner);
		await files.swapOverlays(overlays, inner);
	});
	await abortable(signal, host.finish(swap));
}

const refusal = (code: ErrorCode, target: Target, message: string, advice: string): SnapshotError =>
	new SnapshotError(code, message, { system: LIBVIRT, target, advice });

async function assertNewest(
	host: LibvirtHost,
	target: Target,
	domain: DomainRef,
	snapshot: LibvirtSnapshot,
	signal: AbortSignal,
): Promise<void> {
	const { snapshots, currentName } = await readTree(host, domain, signal);
	const child = snapshots.find(({ parentName }) => parentName === snapshot.name);
	if (snapshot.name === currentName && child === undefined && !snapshot.withMemory) return;
	const why = snapshot.withMemory
		? 'it keeps memory in a file of its own'
		: `it is not the newest one${child === undefined ? '' : ` (${child.name} is based on it)`}`;
	throw refusal(
		snapshot.withMemory ? 'UNSUPPORTED' : 'CONFLICT',
		target,
		`libvirt ${versionText(host.libVersion)} can’t revert ${target.name} to the external snapshot ${snapshot.name}: ${why}`,
		`libvirt ${versionText(EXTERNAL_REVERT_SINCE)} and later can. Here, Restore as New VM works with any snapshot.`,
	);
}

function assertStoppable(
	target: Target,
	{ disks }: Domain,
	{ isPersistent, hasSavedRam }: { isPersistent: boolean; hasSavedRam: boolean },
): void {
	if (!isPersistent) {
		throw refusal(
			'UNSUPPORTED',
			target,
			`${target.name} is transient: stopping it for the revert would lose it`,
			'Define the VM on the host first (virsh define).',
		);
	}
	if (hasSavedRam) {
		throw refusal(
			'CONFLICT',
			target,
			`${target.name} has saved memory that would be resumed on top of older disks`,
			'Start the VM, or drop its saved memory (virsh managedsave-remove), then run again.',
		);
	}
	const busy = disks.find(({ element }) => elementAt(element, 'mirror') !== undefined);
	if (busy === undefined) return;
	throw new SnapshotError('BUSY', `${target.name} is locked by a block job on ${busy.target}`, {
		system: LIBVIRT,
		target,
	});
}

/** The overlays to renew: exactly the disks that the VM runs on now, else the revert would miss some. */
async function overlaysOf(
	{ files, client }: LibvirtHost,
	target: Target,
	present: Domain,
	snapshot: LibvirtSnapshot,
	signal: AbortSignal,
): Promise<Overlay[]> {
	const ref = { uuid: target.id, name: target.name };
	const configured = readDomain(await client.domainXml(ref, XML_FLAG.inactive, signal));
	const then = snapshot.domain === undefined ? [] : domainFrom(snapshot.domain).disks;
	const covered = snapshot.disks.filter(({ mode }) => mode === 'external');
	const misfit = misfitAmong(covered, present, configured);
	if (misfit !== undefined) throw changed(target, snapshot, misfit);
	return await Promise.all(
		covered.map(async (disk) => {
			const path = disk.overlay ?? '';
			const [image] = await files.imageChain(path, signal);
			const base = then.find((candidate) => candidate.target === disk.target);
			const isBased = base !== undefined && image?.['full-backing-filename'] === base.path;
			if (image?.format !== 'qcow2' || image.encrypted === true || !isBased) {
				throw changed(target, snapshot, disk.target);
			}
			return {
				path,
				backing: z.string().parse(image['backing-filename']),
				backingFormat: image['backing-filename-format'] ?? base.format,
			};
		}),
	);
}

/** A disk that the snapshot doesn't know, or knows under another file, running or configured. */
function misfitAmong(
	covered: readonly SnapshotDisk[],
	...domains: readonly Domain[]
): string | undefined {
	const overlays = new Map(covered.map((disk) => [disk.target, disk.overlay]));
	for (const { disks } of domains) {
		const paths = new Map(disks.map((disk) => [disk.target, disk.path]));
		const names = [...new Set([...overlays.keys(), ...paths.keys()])];
		const misfit = names.find((name) => !paths.has(name) || paths.get(name) !== overlays.get(name));
		if (misfit !== undefined) return misfit;
	}
	return undefined;
}

const changed = (target: Target, snapshot: LibvirtSnapshot, disk: string): SnapshotError =>
	refusal(
		'CONFLICT',
		target,
		`Disk ${disk} of ${target.name} is not the one that snapshot ${snapshot.name} was taken of, so nothing was reverted`,
		'Put the VM’s disks back as they were then, or use Restore as New VM.',
	);
