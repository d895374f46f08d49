import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureVersion } from 'node:tls';
import type { Clock } from '../../../snapshots/clock';
import type { Certificate } from '../certificate';
import {
	BAD_GATEWAY,
	brokenSimulator,
	send,
	sendHalf,
	tooManyRequests,
	type Answer,
} from './answer';
import { ApiError } from './apiError';
import { Faults, type HttpsFault } from './faults';
import { readRequest, seenOf, type SeenRequest, type WholeRequest } from './request';

/** What a simulator puts behind the server: its paths, its words and its work. */
export interface SimulatedApi {
	/** Where a path of the API is on the server: `/vms` → `/api/v4/vms`. */
	wholePath(path: string): string;
	/** What is written down as a request's body where it is not JSON. Default: nothing. */
	readBody?(request: WholeRequest): unknown;
	/** The request as it may be written down. */
	withoutSecrets(seen: SeenRequest): SeenRequest;
	/**
	 * Does the work, or throws an `ApiError`; a promise for calls that wait. `neverSettles`: what it begins
	 * must never end. `left` aborts when nobody waits for the answer any more.
	 */
	answer(request: WholeRequest, neverSettles: boolean, left: AbortSignal): Answer | Promise<Answer>;
	/** The body of the answer to an `ApiError`. */
	errorBody(message: string): unknown;
	readonly tooManyRequestsBody: unknown;
	/** Default `JSON.stringify`. */
	stringify?(body: unknown, request: IncomingMessage): string;
}

export interface SimulatedTls {
	/** Takes whatever certificate a client shows; the API decides whom it trusts. Default: asks for none. */
	readonly asksForClientCertificate?: boolean;
	/** Default: Node's own. */
	readonly minVersion?: SecureVersion;
}

/** HTTPS on loopback in front of a simulated API: faults on demand, and every request written down. */
export class SimulatedServer {
	readonly faults: Faults;
	readonly requests: SeenRequest[] = [];
	stalled = false;
	private readonly server: Server;
	private readonly closing = new AbortController();

	constructor(
		private readonly api: SimulatedApi,
		private readonly clock: Clock,
		readonly certificate: Certificate,
		{ asksForClientCertificate = false, minVersion }: SimulatedTls = {},
	) {
		this.faults = new Faults((path) => api.wholePath(path));
		const { certificatePem: cert, keyPem: key } = certificate;
		const client = { requestCert: asksForClientCertificate, rejectUnauthorized: false };
		this.server = createServer({ cert, key, minVersion, ...client }, (request, response) => {
			this.handle(request, response).catch((error: unknown) => {
				if (!this.closing.signal.aborted && !response.destroyed)
					this.send(request, response, brokenSimulator(error));
			});
		});
	}

	get port(): number {
		return (this.server.address() as AddressInfo).port;
	}

	/** 0: on any free port. */
	async listen(port: number): Promise<void> {
		await new Promise<void>((resolve, reject) => {
			this.server.once('error', reject).listen(port, '127.0.0.1', resolve);
		});
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
		const seen = this.api.withoutSecrets(this.seen(whole));
		this.requests.push(seen);
		if (this.stalled) return;
		const fault = this.faults.take(seen);
		switch (fault?.kind) {
			case 'stall':
				return;
			case 'dropBefore':
				request.socket.destroy();
				return;
			case 'answer':
				this.send(request, response, fault);
				return;
			case 'tooManyRequests': {
				const { tooManyRequestsBody: body } = this.api;
				this.send(request, response, tooManyRequests(body, fault.retryAfterSeconds));
				return;
			}
			case 'badGateway':
				this.send(request, response, BAD_GATEWAY);
				return;
			case 'delay':
				await this.clock.sleep(fault.milliseconds, this.closing.signal);
				break;
			case 'meanwhile':
				fault.happens();
				break;
			case 'dropAfter':
			case 'malformed':
			case 'neverSettles':
			case undefined:
				break;
		}
		this.finish(request, response, await this.answer(whole, fault, this.leftBy(response)), fault);
	}

	private seen(whole: WholeRequest): SeenRequest {
		const seen = seenOf(whole);
		return { ...seen, body: seen.body ?? this.api.readBody?.(whole) };
	}

	private leftBy(response: ServerResponse): AbortSignal {
		const left = new AbortController();
		response.once('close', () => left.abort(new Error('Nobody waits for the answer any more')));
		return AbortSignal.any([left.signal, this.closing.signal]);
	}

	private async answer(
		whole: WholeRequest,
		fault: HttpsFault | undefined,
		left: AbortSignal,
	): Promise<Answer> {
		try {
			return await this.api.answer(whole, fault?.kind === 'neverSettles', left);
		} catch (error) {
			if (!(error instanceof ApiError)) throw error;
			const { status, message, headers, statusMessage } = error;
			return { status, body: this.api.errorBody(message), headers, statusMessage };
		}
	}

	private finish(
		request: IncomingMessage,
		response: ServerResponse,
		answer: Answer,
		fault: HttpsFault | undefined,
	): void {
		if (fault?.kind === 'dropAfter') request.socket.destroy();
		else if (fault?.kind === 'malformed') sendHalf(response, answer, this.stringifyFor(request));
		else this.send(request, response, answer);
	}

	private send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
		send(response, answer, this.stringifyFor(request));
	}

	private stringifyFor(request: IncomingMessage): (body: unknown) => string {
		return (body) => this.api.stringify?.(body, request) ?? JSON.stringify(body);
	}
}
