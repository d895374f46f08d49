import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../../snapshots/clock';
import type { Certificate } from '../../../support/certificate';
import { route } from '../api/router';
import type { World } from '../model/world';
import { BAD_GATEWAY, errorBody, send, sendHalf, tooManyRequests, type Answer } from './answer';
import { ApiError } from './apiError';
import { Faults, type Fault, type SeenRequest } from './faults';
import { readRequest, type WholeRequest } from './request';
import type { Sessions } from './sessions';

/** HTTPS on loopback in front of a world. */
export class ApiServer {
	readonly faults = new Faults();
	readonly requests: SeenRequest[] = [];
	stalled = false;
	private readonly server: Server;
	private readonly closing = new AbortController();

	constructor(
		private readonly world: World,
		private readonly sessions: Sessions,
		private readonly clock: Clock,
		{ certificatePem: cert, keyPem: key }: Certificate,
	) {
		this.server = createServer({ cert, key }, (request, response) => {
			this.handle(request, response).catch((error: unknown) => {
				if (!this.closing.signal.aborted) send(response, brokenSimulator(error));
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
				send(response, fault);
				return;
			case 'tooManyRequests':
				send(response, tooManyRequests(fault.retryAfterSeconds));
				return;
			case 'badGateway':
				send(response, BAD_GATEWAY);
				return;
			case 'sessionExpires':
				this.sessions.expireAll();
				break;
			case 'delay':
				await this.clock.sleep(fault.milliseconds, this.closing.signal);
				break;
			case 'dropAfter':
			case 'malformed':
			case 'neverSettles':
			case undefined:
				break;
		}
		const answer = this.answer(whole, fault);
		if (fault?.kind === 'dropAfter') request.socket.destroy();
		else if (fault?.kind === 'malformed') sendHalf(response, answer);
		else send(response, answer);
	}

	private answer(whole: WholeRequest, fault: Fault | undefined): Answer {
		const { queue, quirks } = this.world;
		this.world.settle();
		queue.neverEnding = fault?.kind === 'neverSettles';
		try {
			return route({ world: this.world, sessions: this.sessions, ...whole });
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			return { status: error.status, body: errorBody(quirks.errorShape, error.message) };
		} finally {
			queue.neverEnding = false;
			this.world.settle();
		}
	}
}

/** A fault of the simulator itself, told as loudly as a server can. */
const brokenSimulator = (error: unknown): Answer => ({
	status: 599,
	body: error instanceof Error ? (error.stack ?? error.message) : String(error),
});
