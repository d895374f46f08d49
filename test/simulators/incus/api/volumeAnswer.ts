import type { Answer } from '../../../support/simulatedHttps';
import { ApiError } from '../../../support/simulatedHttps';
import type { Volume } from '../model/entities';
import { OperationFailure } from '../model/failure';
import { volumeResources } from '../model/urls';
import type { World } from '../model/world';
import { accepted, EMPTY } from '../server/envelope';
import { internalError } from './request';

/**
 * A change of a volume or of its snapshots: at once and without an operation, or as one where the server has
 * `storage_and_network_operations`. `act` throws `OperationFailure`.
 */
export function changed(
	world: World,
	volume: Volume,
	description: string,
	act: () => void,
	seconds: number = world.durations.change,
): Answer {
	if (world.quirks.volumeChanges === 'sync') {
		refusing(act);
		return EMPTY;
	}
	const { project, location } = volume;
	const resources = volumeResources(world, volume);
	const finish = act;
	return accepted(
		world.operations.add({ project, location, resources, description, seconds, finish }),
	);
}

function refusing(act: () => void): void {
	try {
		act();
	} catch (error) {
		if (!(error instanceof OperationFailure)) throw error;
		const { message } = error;
		throw message.endsWith(' not found') ? new ApiError(404, message) : internalError(message);
	}
}
