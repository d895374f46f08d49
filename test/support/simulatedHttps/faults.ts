import type { SeenRequest } from './request';

/** What can go wrong, on demand. */
export type HttpsFault =
	/** This answer instead of the work. Text goes out as it is, anything else as JSON. */
	| {
			readonly kind: 'answer';
			readonly status: number;
			/** Default: what HTTP calls the status. */
			readonly statusMessage?: string;
			readonly body?: unknown;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The connection is lost before the request is looked at. */
	| { readonly kind: 'dropBefore' }
	/** The work is done, and the connection is lost instead of the answer. */
	| { readonly kind: 'dropAfter' }
	/** Held back for so long by the injected clock, then done as usual. */
	| { readonly kind: 'delay'; readonly milliseconds: number }
	/** Accepted, and never answered. */
	| { readonly kind: 'stall' }
	/** The work is done, and half of the answer's JSON is sent as if it were all. */
	| { readonly kind: 'malformed' }
	| { readonly kind: 'tooManyRequests'; readonly retryAfterSeconds?: number }
	/** A proxy's page instead of the API's answer. */
	| { readonly kind: 'badGateway' }
	/** Accepted and answered as usual, yet what it began never ends. */
	| { readonly kind: 'neverSettles' }
	/** Something happens in the system just before this request, which is then done as usual. */
	| { readonly kind: 'meanwhile'; readonly happens: () => void };

/**
 * Which requests: `'POST /vms'`, or `'* /vms'` (a path of the API, and what is below it in turn), or a judge of
 * one's own.
 */
export type RequestMatcher = string | ((request: SeenRequest) => boolean);

interface Waiting {
	readonly on: RequestMatcher;
	readonly fault: HttpsFault;
	left: number;
}

/** Faults wait here for the next requests that match. */
export class Faults {
	private waiting: Waiting[] = [];

	/** `wholePath` tells where a matcher's path is on the server: `/vms` → `/api/v4/vms`. */
	constructor(private readonly wholePath: (path: string) => string) {}

	inject(on: RequestMatcher, fault: HttpsFault, times: number): void {
		this.waiting.push({ on, fault, left: times });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault that waits for this request, if any. */
	take(request: SeenRequest): HttpsFault | undefined {
		const due = this.waiting.find(({ on }) => this.fits(on, request));
		if (due === undefined) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.waiting = this.waiting.filter((one) => one !== due);
		return due.fault;
	}

	fits(on: RequestMatcher, request: SeenRequest): boolean {
		if (typeof on !== 'string') return on(request);
		const [method = '', path = ''] = on.split(' ');
		if (method !== '*' && request.method !== method) return false;
		return `${request.path}/`.startsWith(`${this.wholePath(path)}/`);
	}
}
