import type { Answer, SimulatedApi, WholeRequest } from '../../../support/simulatedHttps';
import { route } from '../api/router';
import type { World } from '../model/world';
import { errorBody } from './errorBody';
import { wholeRequestOf, withoutSecrets } from './request';
import type { Sessions } from './sessions';

/** The API in front of a world. */
export class VprotectApi implements SimulatedApi {
	readonly withoutSecrets = withoutSecrets;
	readonly tooManyRequestsBody = { message: 'Too many requests' };

	constructor(
		private readonly world: World,
		private readonly sessions: Sessions,
	) {}

	wholePath(path: string): string {
		return `/api${path}`;
	}

	errorBody(message: string): unknown {
		return errorBody(this.world.quirks.errorShape, message);
	}

	answer(whole: WholeRequest, neverSettles: boolean): Answer {
		const { queue } = this.world;
		this.world.settle();
		queue.neverEnding = neverSettles;
		try {
			return route({ world: this.world, sessions: this.sessions, ...wholeRequestOf(whole) });
		} finally {
			queue.neverEnding = false;
			this.world.settle();
		}
	}
}
