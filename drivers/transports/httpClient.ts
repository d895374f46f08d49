import { SnapshotError } from '../../snapshots/errors';
import type { SystemId } from '../../snapshots/model';
import { abortable } from '../abortable';
import type { HttpMethod, HttpPort, HttpRequest, HttpResponse } from './http';
import { readBody, type AnswerStream } from './httpBody';
import { translateHttpError } from './httpErrors';
import {
	fingerprintOf,
	identityOptions,
	pinnedTo,
	tlsOptions,
	withColons,
	type ClientIdentity,
	type PeerCertificate,
	type ServerTrust,
	type TlsOptions,
} from './tls';

/** What n8n's helpers and axios have in common. */
export interface RawRequest {
	readonly method: HttpMethod;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body?: string;
	readonly tls: TlsOptions;
	readonly onlyReads: boolean;
	/** Limit until the answer begins. */
	readonly timeoutMs: number;
	readonly signal: AbortSignal;
	/** The answer’s body should know the socket that it came through. */
	readonly readsCertificate?: boolean;
}

export interface RawResponse {
	readonly status: number;
	readonly statusText: string;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: AnswerStream;
}

/** Sends without following redirects, and answers with whatever status came. */
export type HttpSend = (request: RawRequest) => Promise<RawResponse>;

export interface HttpServerOptions {
	readonly system: SystemId;
	/** `https://host:port`, or with a path in front of the whole API. */
	readonly baseUrl: URL;
	readonly trust: ServerTrust;
	readonly identity?: ClientIdentity;
}

const ANSWER_WITHIN_MS = 120_000;

/** Opens a port to one server; with a pinned fingerprint it looks at the certificate first. */
export async function openHttp(
	send: HttpSend,
	{ system, baseUrl, trust, identity }: HttpServerOptions,
	signal: AbortSignal,
): Promise<HttpPort> {
	const address = baseUrl.host;
	const server = { system, address };
	const answer = async (request: RawRequest): Promise<HttpResponse> => {
		try {
			const raw = await abortable(request.signal, send(request));
			const body = await readBody(raw.body, server, request.signal);
			const { status, statusText } = raw;
			return { status, statusText, ...readHeaders(raw.headers), body };
		} catch (error) {
			if (request.signal.aborted) throw request.signal.reason;
			throw translateHttpError(error, server);
		}
	};
	const trusted =
		trust.by === 'fingerprint'
			? pinnedTo(await provenCertificate(send, { system, baseUrl, ...trust }, signal))
			: tlsOptions(trust);
	const tls = { ...trusted, ...identityOptions(identity) };
	const base = baseUrl.href.replace(/\/+$/, '');
	return {
		address,
		send: async (request: HttpRequest, inner) => {
			const { method, path, headers = {}, body, answerWithinMs } = request;
			return await answer({
				method,
				onlyReads: request.onlyReads ?? method === 'GET',
				url: `${base}${path}`,
				headers,
				body,
				tls,
				timeoutMs: answerWithinMs ?? ANSWER_WITHIN_MS,
				signal: inner,
			});
		},
	};
}

interface Pinned {
	readonly system: SystemId;
	readonly baseUrl: URL;
	readonly fingerprint: string;
}

/**
 * Node asks nobody about a certificate whose issuer it does not know. So a first request, which holds
 * nothing secret, only fetches it; all others trust this certificate and no other.
 */
async function provenCertificate(
	send: HttpSend,
	{ system, baseUrl, fingerprint }: Pinned,
	signal: AbortSignal,
): Promise<PeerCertificate> {
	const address = baseUrl.host;
	const shown = await shownCertificate(send, baseUrl, signal).catch((error: unknown) => {
		if (signal.aborted) throw signal.reason;
		throw translateHttpError(error, { system, address });
	});
	if (shown === undefined) {
		throw new SnapshotError('TLS', `${address} showed no certificate`, {
			system,
			advice:
				'A proxy may stand in between. Give its authority’s certificate instead of a fingerprint.',
		});
	}
	const found = fingerprintOf(shown);
	if (found === fingerprint) return shown;
	throw new SnapshotError(
		'TLS',
		`The certificate of ${address} is not the expected one: it shows ${withColons(found)}, the credential expects ${withColons(fingerprint)}`,
		{
			system,
			advice:
				'Another machine may be answering in its place. Compare with openssl x509 -noout -fingerprint -sha256 -in CERTIFICATE on the server itself.',
		},
	);
}

async function shownCertificate(
	send: HttpSend,
	baseUrl: URL,
	signal: AbortSignal,
): Promise<PeerCertificate | undefined> {
	const { body } = await abortable(
		signal,
		send({
			method: 'GET',
			onlyReads: true,
			url: baseUrl.origin,
			// A packed answer would arrive through a stream that no longer knows its socket.
			headers: { 'Accept-Encoding': 'identity' },
			tls: { rejectUnauthorized: false },
			timeoutMs: ANSWER_WITHIN_MS,
			signal,
			readsCertificate: true,
		}),
	);
	const certificate = body.socket?.getPeerCertificate?.();
	body.destroy();
	return certificate !== undefined && Buffer.isBuffer(certificate.raw) ? certificate : undefined;
}

function readHeaders(
	raw: Readonly<Record<string, unknown>>,
): Pick<HttpResponse, 'headers' | 'setCookies'> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(raw)) {
		if (typeof value === 'string') headers[name.toLowerCase()] = value;
		if (Array.isArray(value)) headers[name.toLowerCase()] = value.map(String).join(', ');
	}
	const cookies = raw['set-cookie'];
	return { headers, setCookies: Array.isArray(cookies) ? cookies.map(String) : [] };
}
