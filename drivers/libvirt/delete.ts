import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { isFailure, LIBVIRT } from './errors';
import { domainOf, EXTERNAL_DELETE_SINCE, versionText, type LibvirtHost } from './host';
import { ERROR_CODE, LIST_SNAPSHOTS_FLAG } from './rpc/procedures';

export async function deleteSnapshot(
	{ client, libVersion }: LibvirtHost,
	target: Target,
	name: string,
	signal: AbortSignal,
): Promise<void> {
	const domain = domainOf(target);
	const [internal, external] = await Promise.all([
		client.snapshotNames(domain, LIST_SNAPSHOTS_FLAG.internal, signal),
		client.snapshotNames(domain, LIST_SNAPSHOTS_FLAG.external, signal),
	]);
	if (external.includes(name)) {
		if (libVersion < EXTERNAL_DELETE_SINCE) throw tooOld(target, name, libVersion);
		if (internal.length > 0) throw mixed(target, name, internal);
	}
	try {
		await client.deleteSnapshot(domain, name, signal);
	} catch (error) {
		if (!isFailure(error, ERROR_CODE.noSnapshot)) throw error; // gone is what was wanted
	}
}

const tooOld = (target: Target, name: string, libVersion: number): SnapshotError =>
	new SnapshotError(
		'UNSUPPORTED',
		`Snapshot ${name} of ${target.name} is a disk-only (external) one, which libvirt ${versionText(libVersion)} can’t delete`,
		{
			system: LIBVIRT,
			target,
			advice: `Upgrade the host to libvirt ${versionText(EXTERNAL_DELETE_SINCE)} or later, or commit its overlay on the host (virsh blockcommit).`,
		},
	);

/** Deleting an external snapshot beside internal ones has removed base images (virt-manager issue 811). */
const mixed = (target: Target, name: string, internal: readonly string[]): SnapshotError =>
	new SnapshotError(
		'CONFLICT',
		`Snapshot ${name} of ${target.name} is a disk-only (external) one beside internal ones (${internal.join(', ')}), where libvirt can lose the disk when deleting it`,
		{
			system: LIBVIRT,
			target,
			advice: 'Delete the internal ones first, if they may go. Nothing was changed.',
		},
	);
