import { z } from 'zod';
import type { TargetRef } from '../../snapshots/model';
import type { Proxmox } from './level';
import { flag } from './schema';

const feature = z.object({ hasFeature: flag });

/** Whether all disks of a guest can do it: `copy` is a full clone, `clone` a linked one. */
export const hasFeature = async (
	{ client, guests }: Proxmox,
	target: TargetRef,
	wanted: 'copy' | 'clone',
	snapname: string,
	signal: AbortSignal,
): Promise<boolean> =>
	await guests.ask(target, signal, async (path) => {
		const query = { feature: wanted, snapname };
		return (await client.get(`${path}/feature`, feature, signal, query)).hasFeature;
	});
