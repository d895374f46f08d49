import type { IncomingMessage } from 'node:http';
import type { Answer, SimulatedApi, WholeRequest } from '../../../support/simulatedHttps';
import type { World } from '../model/world';
import { ApiError } from './apiError';
import type { Auth } from './auth';
import { errorBody } from './errorBodies';
import { bodyOf, withoutSecrets } from './request';
import { route } from './router';
import { sessionAnswer } from './sessions';

/** The API in front of a world. */
export class VergeosApi implements SimulatedApi {
	readonly withoutSecrets = withoutSecrets;
	readonly tooManyRequestsBody = { err: 'Too many requests' };

	constructor(
		private readonly world: World,
		private readonly auth: Auth,
	) {}

	wholePath(path: string): string {
		return path.startsWith('/api/') ? path : `/api/v4${path}`;
	}

	errorBody(message: string): unknown {
		return errorBody(this.world.quirks.errorShape, message);
	}

	/** `X-JSON-Non-Compact: 1` asks for JSON that people can read. */
	stringify(body: unknown, { headers }: IncomingMessage): string {
		return JSON.stringify(body, null, headers['x-json-non-compact'] === '1' ? 2 : undefined);
	}

	answer(whole: WholeRequest, neverSettles: boolean): Answer {
		this.world.settle();
		this.world.schedule.neverEnding = neverSettles;
		try {
			return this.work(whole);
		} finally {
			this.world.schedule.neverEnding = false;
			this.world.settle();
		}
	}

	private work(whole: WholeRequest): Answer {
		const { method, path, query } = whole;
		// A file of the user interface, outside of the API: no login. Its shape is inferred.
		if (path === '/version.json') return { status: 200, body: { version: this.world.version } };
		const session = sessionAnswer(this.auth, whole);
		if (session !== undefined) return session;
		this.auth.assertAllowed(method, whole.headers, whole.address);
		const [root, version, ...segments] = path.split('/').slice(1);
		if (root !== 'api' || version !== 'v4') throw new ApiError(404, 'Not found');
		return route(this.world, { method, segments, query, body: bodyOf(whole) });
	}
}
