import type { Clock } from '../../../snapshots/clock';
import type { Certificate } from '../certificate';
import type { HttpsFault, RequestMatcher } from './faults';
import type { SeenRequest } from './request';
import type { SimulatedServer } from './server';

export interface HttpsSimulatorOptions {
	/** Default the real one. Nothing happens by itself: the clock is read whenever somebody looks. */
	readonly clock?: Clock;
	/** Default 0: any free one. */
	readonly port?: number;
	/** Default one that signed itself. */
	readonly certificate?: Certificate;
}

/** What every simulator with an API over HTTPS lets a test do: find it, watch it, make it fail. */
export abstract class HttpsSimulator {
	readonly address = '127.0.0.1';
	readonly port: number;
	readonly certificate: Certificate;

	constructor(protected readonly server: SimulatedServer) {
		this.port = server.port;
		this.certificate = server.certificate;
	}

	/** Without the API's path. */
	get url(): string {
		return `https://${this.address}:${this.port}`;
	}

	/** What a client has to trust. */
	get certificatePem(): string {
		return this.certificate.certificatePem;
	}

	get requests(): readonly SeenRequest[] {
		return this.server.requests;
	}

	/** How many requests were seen: all, or `count('POST', '/vms')` and what is below that path. */
	count(method?: string, path = ''): number {
		if (method === undefined) return this.requests.length;
		const on = `${method} ${path}`;
		return this.requests.filter((seen) => this.server.faults.fits(on, seen)).length;
	}

	clearRequests(): void {
		this.server.requests.splice(0);
	}

	/** Lets the next requests that match fail; see `HttpsFault`. */
	fault(on: RequestMatcher, fault: HttpsFault, times = 1): void {
		this.server.faults.inject(on, fault, times);
	}

	clearFaults(): void {
		this.server.faults.clear();
	}

	/** From now on requests are accepted and none is answered, until `close`. */
	stall(): void {
		this.server.stalled = true;
	}

	async close(): Promise<void> {
		await this.server.close();
	}
}
