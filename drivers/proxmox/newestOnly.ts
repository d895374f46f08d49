import type { TargetRef } from '../../snapshots/model';
import { hasFeature } from './features';
import { diskVolumes } from './guestConfig';
import type { Proxmox } from './level';

/**
 * Why a guest can only go back to its newest snapshot; undefined when it can go back to any. Costs one
 * request for a guest, and none where no storage of the cluster is of that kind.
 */
export async function newestOnlyReason(
	on: Proxmox,
	target: TargetRef,
	/** Any that is whole. */
	snapshot: string,
	signal: AbortSignal,
): Promise<string | undefined> {
	const storages = await on.storages.newestOnly(signal);
	if (storages === undefined) {
		// Of all storages that have snapshots, ZFS alone can't copy one, and ZFS goes back to the newest only.
		const copies = await hasFeature(on, target, 'copy', snapshot, signal);
		return copies ? undefined : 'its storage keeps snapshots as ZFS does';
	}
	if (storages.size === 0) return undefined;
	for (const volume of await diskVolumes(on, target, signal)) {
		const reason = storages.get(volume.slice(0, volume.indexOf(':')));
		if (reason !== undefined) return `its disk ${volume} is ${reason}`;
	}
	return undefined;
}
