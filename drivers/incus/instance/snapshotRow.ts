import { z } from 'zod';
import type { SnapshotState, SystemSnapshot } from '../../../snapshots/model';
import { devices, expiry, instant, size, snapshotName, texts } from '../schema';

export const snapshotRow = z.object({
	name: snapshotName,
	created_at: instant,
	expires_at: expiry,
	stateful: z.boolean().default(false),
	size,
	config: texts,
	devices,
	expanded_devices: devices,
	profiles: z.array(z.string()).nullish(),
});
export type SnapshotRow = z.output<typeof snapshotRow>;

/** A flat list: none descends from another. The description is the instance’s own, so it is nobody’s word on the snapshot. */
export const toSnapshot = (
	{ name, created_at, expires_at, stateful, size: sizeBytes }: SnapshotRow,
	revertOnlyWhenNewest: string | undefined,
	state: SnapshotState = 'ready',
): SystemSnapshot => ({
	id: name,
	name,
	description: '',
	createdAt: created_at,
	current: false,
	consistency: stateful ? 'memory' : 'crash',
	state,
	...(sizeBytes === undefined ? {} : { sizeBytes }),
	...(expires_at === undefined ? {} : { expiresAt: expires_at }),
	...(revertOnlyWhenNewest === undefined ? {} : { revertOnlyWhenNewest }),
});
