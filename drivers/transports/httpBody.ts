import { SnapshotError } from '../../snapshots/errors';
import { abortable } from '../abortable';
import type { HttpServer } from './httpErrors';
import type { PeerCertificate } from './tls';

/** What an answer's body is, told without Node's stream module, which n8n's rules for nodes forbid to name. */
export interface AnswerStream extends AsyncIterable<unknown> {
	destroy(): unknown;
	readonly socket?: { getPeerCertificate?: () => PeerCertificate };
}

/** No page of any system comes near it; a hostile server must not fill the memory. */
const LARGEST_BODY_BYTES = 64 * 1024 * 1024;

/** Reads an answer to its end, as UTF-8. */
export async function readBody(
	stream: AnswerStream,
	{ system, address }: HttpServer,
	signal: AbortSignal,
): Promise<string> {
	const whole = async (): Promise<string> => {
		const chunks: Buffer[] = [];
		let bytes = 0;
		for await (const chunk of stream) {
			const piece = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += piece.length;
			if (bytes > LARGEST_BODY_BYTES) {
				throw new SnapshotError(
					'INVALID_RESPONSE',
					`${address} sent more than ${LARGEST_BODY_BYTES / 1024 / 1024} MiB in one answer`,
					{ system },
				);
			}
			chunks.push(piece);
		}
		return Buffer.concat(chunks).toString('utf8');
	};
	try {
		return await abortable(signal, whole());
	} finally {
		stream.destroy();
	}
}
