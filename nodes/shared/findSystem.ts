import { SnapshotError } from '../../snapshots/errors';
import { SYSTEMS } from './systems';
import type { System } from './systems/system';

export function findSystem(id: unknown): System {
	const found = SYSTEMS.find((system) => system.id === id);
	if (found !== undefined) return found;
	const titles = SYSTEMS.map(({ title }) => title).join(', ');
	throw new SnapshotError('INVALID_INPUT', `There is no system ${JSON.stringify(id)}`, {
		system: String(id),
		advice: `Choose one of: ${titles}. Nothing was sent.`,
	});
}
