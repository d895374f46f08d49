import { Agent } from 'node:https';
import axios from 'axios';
import type { HttpPort } from '../../drivers/transports/http';
import type { AnswerStream } from '../../drivers/transports/httpBody';
import {
	openHttp,
	type HttpSend,
	type HttpServerOptions,
	type RawRequest,
} from '../../drivers/transports/httpClient';

/** `shared`: readers of one port share connections, which stay open for a while. Ends with the process. */
export type Connections = 'shared' | 'single';

/**
 * A request that changes something always gets a connection of its own: one that the server has just given
 * up would leave open whether the change was made. Both kinds take up the TLS session of the one before.
 */
function agents(connections: Connections): (request: RawRequest) => Agent {
	const reading = new WeakMap<RawRequest['tls'], Agent>();
	const changing = new WeakMap<RawRequest['tls'], Agent>();
	return ({ onlyReads, tls, readsCertificate }) => {
		if (readsCertificate === true) return new Agent(tls);
		const keepAlive = connections === 'shared' && onlyReads;
		const known = keepAlive ? reading : changing;
		const agent = known.get(tls) ?? new Agent({ ...tls, keepAlive });
		known.set(tls, agent);
		return agent;
	};
}

/** What n8n's `httpRequest` does inside n8n: axios, with one agent for each kind of trust. */
function axiosSender(connections: Connections): HttpSend {
	const agentFor = agents(connections);
	return async (raw) => {
		const { method, url, headers: sent, body, timeoutMs, signal } = raw;
		const { status, statusText, headers, data } = await axios.request<AnswerStream>({
			method,
			url,
			headers: { ...sent },
			data: body,
			timeout: timeoutMs,
			signal,
			httpsAgent: agentFor(raw),
			responseType: 'stream',
			maxRedirects: 0,
			validateStatus: () => true,
			proxy: false,
		});
		return { status, statusText, headers: { ...headers }, body: data };
	};
}

export const openByAxios = async (
	server: HttpServerOptions,
	signal: AbortSignal = new AbortController().signal,
	connections: Connections = 'single',
): Promise<HttpPort> => await openHttp(axiosSender(connections), server, signal);
