import {
	ApiError,
	withHidden,
	type Answer,
	type SeenRequest,
	type SimulatedApi,
	type WholeRequest,
} from '../../../support/simulatedHttps';
import type { Certificate } from '../../../support/certificate';
import { enrol } from '../api/certificates';
import { route } from '../api/router';
import { serverInfo } from '../api/serverInfo';
import type { World } from '../model/world';
import { callerOf, notAuthorized } from './access';
import { errorEnvelope, sync } from './envelope';
import type { TrustStore } from './trustStore';

/** The API in front of a world. */
export class IncusApi implements SimulatedApi {
	readonly tooManyRequestsBody = errorEnvelope('Too many requests', 429);

	constructor(
		private readonly world: World,
		private readonly trustStore: TrustStore,
		private readonly certificate: Certificate,
	) {}

	wholePath(path: string): string {
		return `/1.0${path}`;
	}

	withoutSecrets(seen: SeenRequest): SeenRequest {
		return { ...seen, body: withHidden(seen.body, 'trust_token', 'password') };
	}

	errorBody(message: string): unknown {
		return errorEnvelope(message, 500);
	}

	async answer(whole: WholeRequest, neverSettles: boolean, left: AbortSignal): Promise<Answer> {
		const { operations } = this.world;
		this.world.settle();
		operations.neverEnding = neverSettles;
		try {
			// Whatever begins an operation does so before its handler waits for anything.
			const answer = this.handled(whole, left);
			operations.neverEnding = false;
			return await answer;
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			const { status, message, headers } = error;
			return { status, body: errorEnvelope(message, status), headers };
		} finally {
			this.world.settle();
		}
	}

	private async handled(whole: WholeRequest, left: AbortSignal): Promise<Answer> {
		const { world, trustStore } = this;
		const { method, path } = whole;
		const caller = callerOf(world, trustStore, whole);
		if (method === 'GET' && path === '/') return sync(['/1.0']);
		if (method === 'GET' && path === '/1.0') return serverInfo(world, caller, this.certificate);
		if (method === 'POST' && path === '/1.0/certificates' && caller === undefined) {
			return enrol(trustStore, whole);
		}
		if (caller === undefined) throw notAuthorized();
		return await route({ world, trustStore, caller, whole, left });
	}
}
