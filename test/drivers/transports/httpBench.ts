import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { ServerTrust } from '../../../drivers/transports/tls';
import { newCertificate, type Certificate } from '../../support/certificate';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface HttpBench {
	readonly port: number;
	readonly url: URL;
	/** Authorization headers that reached the server. */
	readonly secrets: string[];
	/** Common names of the client certificates that were shown. */
	readonly clients: string[];
	answer: Handler;
	/** Another machine takes the server's place: same address, other certificate. */
	replaceCertificate(certificate: Certificate): void;
	close(): Promise<void>;
}

/** A real HTTPS server on loopback. */
export async function httpBench(
	certificate: Certificate,
	options: { readonly clientAuthority?: Certificate } = {},
): Promise<HttpBench> {
	const secrets: string[] = [];
	const clients: string[] = [];
	const bench: { answer: Handler } = { answer: (_request, response) => response.end('{}') };
	const server: Server = createServer(
		{
			cert: certificate.certificatePem,
			key: certificate.keyPem,
			...(options.clientAuthority === undefined
				? {}
				: { requestCert: true, ca: options.clientAuthority.certificatePem }),
		},
		(request, response) => {
			const { authorization } = request.headers;
			if (authorization !== undefined) secrets.push(authorization);
			const shown = (request.socket as TLSSocket).getPeerCertificate().subject as
				{ CN?: string } | undefined;
			if (shown?.CN !== undefined) clients.push(shown.CN);
			bench.answer(request, response);
		},
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		port,
		url: new URL(`https://127.0.0.1:${port}`),
		secrets,
		clients,
		get answer() {
			return bench.answer;
		},
		set answer(handler) {
			bench.answer = handler;
		},
		replaceCertificate: ({ certificatePem: cert, keyPem: key }) =>
			server.setSecureContext({ cert, key }),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

export const authority = newCertificate({ commonName: 'Lab authority', purpose: 'authority' });

export const ownAuthority = ({ certificatePem }: Certificate): ServerTrust => ({
	by: 'ownAuthority',
	certificates: certificatePem,
});

export const pinned = ({ fingerprint }: Certificate): ServerTrust => ({
	by: 'fingerprint',
	fingerprint: fingerprint.replaceAll(':', ''),
});
