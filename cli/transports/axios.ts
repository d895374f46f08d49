import { Agent } from 'node:https';
import axios from 'axios';
import type { HttpPort } from '../../drivers/transports/http';
import type { AnswerStream } from '../../drivers/transports/httpBody';
import {
	openHttp,
	type HttpSend,
	type HttpServerOptions,
} from '../../drivers/transports/httpClient';

/** What n8n's `httpRequest` does inside n8n: axios, with one agent for each kind of trust. */
export const sendByAxios: HttpSend = async ({ tls, timeoutMs, body, ...request }) => {
	const { status, headers, data } = await axios.request<AnswerStream>({
		...request,
		data: body,
		timeout: timeoutMs,
		httpsAgent: new Agent(tls),
		responseType: 'stream',
		maxRedirects: 0,
		validateStatus: () => true,
		proxy: false,
	});
	return { status, headers: { ...headers }, body: data };
};

export const openByAxios = async (
	server: HttpServerOptions,
	signal: AbortSignal = new AbortController().signal,
): Promise<HttpPort> => await openHttp(sendByAxios, server, signal);
