export const HTTP_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpMethod = (typeof HTTP_METHODS)[number];

export interface HttpRequest {
	readonly method: HttpMethod;
	/** Starts with a slash; what stands in it is encoded already. */
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Absent: no body is sent, not even an empty one. */
	readonly body?: string;
	/** It changes nothing, so it may go over a connection that was kept open. Default: a GET does so. */
	readonly onlyReads?: boolean;
	/** Limit until the answer begins, for calls that wait at the server. Default: 120,000 ms. */
	readonly answerWithinMs?: number;
}

export interface HttpResponse {
	readonly status: number;
	/** What the first line says behind the status; empty where it says nothing. */
	readonly statusText: string;
	/** Names in lower case; several values of one name are joined by a comma and a blank. */
	readonly headers: Readonly<Record<string, string>>;
	readonly setCookies: readonly string[];
	readonly body: string;
}

/** One server whose identity is checked before anything secret is sent to it. */
export interface HttpPort {
	/** Host and port, for messages. */
	readonly address: string;

	/**
	 * Sends one request, once. Any status is an answer, not a failure. Redirects are not followed. Rejects
	 * with a `SnapshotError` when no whole answer comes, and with the signal's reason when that aborts; the
	 * server may then still be at work.
	 */
	send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse>;
}
