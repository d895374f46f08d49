import type {
	ICredentialTestFunctions,
	IHttpRequestOptions,
	RequestHelperFunctions,
} from 'n8n-workflow';
import { z } from 'zod';
import type { HttpPort } from '../../drivers/transports/http';
import type { AnswerStream } from '../../drivers/transports/httpBody';
import {
	openHttp,
	type HttpSend,
	type HttpServerOptions,
	type RawRequest,
	type RawResponse,
} from '../../drivers/transports/httpClient';

type OlderHelper = Pick<ICredentialTestFunctions['helpers'], 'request'>;

/**
 * Nodes and lists go out through `httpRequest`. The older `request` is all that n8n gives a credential’s test
 * button, and the only one whose answer still knows its socket, which a pinned certificate is read from.
 */
export type HttpTransport =
	OlderHelper | (Pick<RequestHelperFunctions, 'httpRequest'> & Partial<OlderHelper>);

/** Through n8n's own way out, with its proxy settings and its protection of private networks. */
export const openN8nHttp = async (
	transport: HttpTransport,
	server: HttpServerOptions,
	signal: AbortSignal,
): Promise<HttpPort> => await openHttp(senderOf(transport), server, signal);

const senderOf =
	(transport: HttpTransport): HttpSend =>
	async (request) => {
		if ('httpRequest' in transport && !(request.readsCertificate && transport.request)) {
			return answerOf(await transport.httpRequest(optionsFor(request)));
		}
		return answerOf(await transport.request?.(olderOptionsFor(request)));
	};

const optionsFor = (request: RawRequest): IHttpRequestOptions => ({
	method: request.method,
	url: request.url,
	headers: { ...request.headers },
	body: request.body,
	timeout: request.timeoutMs,
	abortSignal: request.signal,
	agentOptions: request.tls,
	encoding: 'stream',
	disableFollowRedirect: true,
	ignoreHttpStatusErrors: true,
	returnFullResponse: true,
});

/** It knows no signal; whoever aborts is answered at once all the same, by `openHttp`. */
const olderOptionsFor = (request: RawRequest): object => ({
	method: request.method,
	url: request.url,
	headers: { ...request.headers },
	body: request.body,
	timeout: request.timeoutMs,
	agentOptions: request.tls,
	useStream: true,
	followRedirect: false,
	simple: false,
	resolveWithFullResponse: true,
});

const answerSchema = z.object({
	statusCode: z.number().int(),
	// n8n passes on what Node and axios call it; HTTP/2 has none.
	statusMessage: z.string().nullish(),
	headers: z.record(z.unknown()),
	body: z.custom<AnswerStream>(isStream, 'must be a stream'),
});

function answerOf(answer: unknown): RawResponse {
	const { statusCode: status, statusMessage, headers, body } = answerSchema.parse(answer);
	return { status, statusText: statusMessage ?? '', headers, body };
}

function isStream(body: unknown): boolean {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}
