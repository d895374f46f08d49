/** What can go wrong, on demand. */
export type Fault =
	/** This answer instead of the work. Text goes out as it is, anything else as JSON. */
	| {
			readonly kind: 'answer';
			readonly status: number;
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
	/** The session ends just before this request. */
	| { readonly kind: 'sessionExpires' }
	/** Accepted and answered as usual, yet the task that it began never ends. */
	| { readonly kind: 'neverSettles' };

export interface SeenRequest {
	readonly method: string;
	/** Without host and query: `/api/virtual-machines`. */
	readonly path: string;
	/** Decoded, as it stands in the address: `protected-entity=…`. */
	readonly query: string;
	/** Without passwords. */
	readonly body: unknown;
}

/**
 * Which requests: `'POST /tasks/vm-snapshot'` (the path below `/api`, and what is below it in turn), or a
 * judge of one's own.
 */
export type RequestMatcher = string | ((request: SeenRequest) => boolean);

interface Waiting {
	readonly matches: (request: SeenRequest) => boolean;
	readonly fault: Fault;
	left: number;
}

export class Faults {
	private waiting: Waiting[] = [];

	inject(on: RequestMatcher, fault: Fault, times: number): void {
		const matches = typeof on === 'string' ? named(on) : on;
		this.waiting.push({ matches, fault, left: times });
	}

	clear(): void {
		this.waiting = [];
	}

	/** The fault that waits for this request, if any. */
	take(request: SeenRequest): Fault | undefined {
		const due = this.waiting.find(({ matches }) => matches(request));
		if (due === undefined) return undefined;
		due.left -= 1;
		if (due.left <= 0) this.waiting = this.waiting.filter((one) => one !== due);
		return due.fault;
	}
}

export function named(name: string): (request: SeenRequest) => boolean {
	const [method = '', path = ''] = name.split(' ');
	return (request) =>
		(method === '*' || request.method === method) && `${request.path}/`.startsWith(`/api${path}/`);
}
