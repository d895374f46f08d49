import type { Value } from '../model/table';
import type { World } from '../model/world';
import { ApiError } from '../server/apiError';

export const nameTaken = (text = 'This name already exists'): ApiError => new ApiError(409, text);

/** Snapshot names are unique for their target, or everywhere: which is not established. */
export function assertSnapshotNameFree(
	world: World,
	table: string,
	targetColumn: string,
	target: Value | undefined,
	name: Value | undefined,
): void {
	const everywhere = world.quirks.snapshotNamesUnique === 'everywhere';
	const namesakes = world.table(table).where('name', name ?? null);
	const taken = namesakes.some((row) => everywhere || row[targetColumn] === target);
	if (taken) throw nameTaken();
}

export function isNameOfLive(
	world: World,
	table: 'vms' | 'tenants' | 'volumes',
	name: string,
): boolean {
	const namesakes = world.table(table).where('name', name);
	return namesakes.some(({ is_snapshot }) => is_snapshot !== true);
}
