import { SnapshotError } from '../../snapshots/errors';
import type { Target } from '../../snapshots/model';
import { isFailure, LIBVIRT } from './errors';
import { domainOf, EXTERNAL_DELETE_SINCE, versionText, type LibvirtHost } from './host';
import { ERROR_CODE } from './rpc/procedures';
import { readSnapshotXml } from './snapshotXml';

export async function deleteSnapshot(
	{ client, libVersion }: LibvirtHost,
	target: Target,
	name: string,
	signal: AbortSignal,
): Promise<void> {
	const domain = domainOf(target);
	try {
		if (libVersion < EXTERNAL_DELETE_SINCE) {
			const { kind } = readSnapshotXml(await client.snapshotXml(domain, name, 'public', signal));
			if (kind === 'external') throw tooOld(target, name, libVersion);
		}
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
