import type { World } from '../model/world';
import { badRequest } from './request';

/**
 * LXD's `disk_volumes_mode`: `root`, or with the volumes that only this instance has. Others ignore the field.
 * Throws 400.
 */
export function volumesMode(world: World, mode: string | undefined): boolean {
	if (!world.has('instance_snapshot_multi_volume') || mode === undefined || mode === '')
		return false;
	if (mode !== 'root' && mode !== 'all-exclusive') {
		throw badRequest(`Invalid disk volumes mode "${mode}"`);
	}
	return mode === 'all-exclusive';
}
