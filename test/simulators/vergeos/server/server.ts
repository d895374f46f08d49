import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../../snapshots/clock';
import type { Certificate } from '../../../support/certificate';
import type { World } from '../model/world';
import { BAD_GATEWAY, send, sendHalf, tooManyRequests, type Answer } from './answer';
import { ApiError } from './apiError';
import type { Auth } from './auth';
import { errorBody } from './errorBodies';
import { Faults, type Fault, type SeenRequest } from './faults';
import { readRequest, type WholeRequest } from './request';
import { route } from './router';
import { sessionAnswer } from './sessions';

/** HTTPS on loopback in front of a world. */
export class ApiServer {
	readonly faults = new Faults();
	readonly requests: SeenRequest[] = [];
	stalled = false;
	private readonly server: Server;
	private readonly closing = new AbortController();

	constructor(
		private readonly world: World,
		private readonly auth: Auth,
		private readonly clock: Clock,
		{ certificatePem: cert, keyPem: key }: Certificate,
	) {
		this.server = createServer({ cert, key }, (request, response) => {
			this.handle(request, response).catch((error: unknown) => {
				if (!this.closing.signal.aborted) send(request, response, brokenSimulator(error));
			});
		});
	}

	async listen(port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
		});
		return (this.server.address() as AddressInfo).port;
	}

	async close(): Promise<void> {
		this.closing.abort(new Error('The simulator is closed'));
		await new Promise<void>((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const whole = await readRequest(request);
		this.requests.push(whole.seen);
		if (this.stalled) return;
		const fault = this.faults.take(whole.seen);
		switch (fault?.kind) {
			case 'stall':
				return;
			case 'dropBefore':
				request.socket.destroy();
				return;
			case 'answer':
				send(request, response, fault);
				return;
			case 'tooManyRequests':
				send(request, response, tooManyRequests(fault.retryAfterSeconds));
				return;
			case 'badGateway':
				send(request, response, BAD_GATEWAY);
				return;
			case 'delay':
				await this.clock.sleep(fault.milliseconds, this.closing.signal);
				break;
			case 'dropAfter':
			case 'malformed':
			case 'neverSettles':
			case undefined:
				break;
		}
		this.finish(request, response, this.answer(whole, fault), fault);
	}

	private finish(
		request: IncomingMessage,
		response: ServerResponse,
		answer: Answer,
		fault: Fault | undefined,
	): void {
		if (fault?.kind === 'dropAfter') request.socket.destroy();
		else if (fault?.kind === 'malformed') sendHalf(request, response, answer);
		else send(request, response, answer);
	}

	private answer(whole: WholeRequest, fault: Fault | undefined): Answer {
		this.world.settle();
		this.world.schedule.neverEnding = fault?.kind === 'neverSettles';
		try {
			return this.work(whole);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			const body = errorBody(this.world.quirks.errorShape, error.message);
			return { status: error.status, body, headers: error.headers };
		} finally {
			this.world.schedule.neverEnding = false;
			this.world.settle();
		}
	}

	private work(whole: WholeRequest): Answer {
		const { seen, path } = whole;
		// A file of the user interface, outside of the API: no login. Its shape is inferred.
		if (path === '/version.json') return { status: 200, body: { version: this.world.version } };
		const session = sessionAnswer(this.auth, whole);
		if (session !== undefined) return session;
		this.auth.assertAllowed(seen.method, whole.headers, whole.address);
		const [root, version, ...segments] = path.split('/').slice(1);
		if (root !== 'api' || version !== 'v4') throw new ApiError(404, 'Not found');
		return route(this.world, {
			method: seen.method,
			segments,
			query: whole.query,
			body: whole.body(),
		});
	}
}

/** A fault of the simulator itself, told as loudly as a server can. */
const brokenSimulator = (error: unknown): Answer => ({
	status: 599,
	body: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
