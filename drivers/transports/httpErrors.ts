import { SnapshotError, type ErrorCode } from '../../snapshots/errors';
import type { SystemId } from '../../snapshots/model';
import { NOT_THE_PINNED_CERTIFICATE } from './tls';

/** Who is talked to, for messages. */
export interface HttpServer {
	readonly system: SystemId;
	/** Host and port. */
	readonly address: string;
}

interface Translation {
	readonly seen: RegExp;
	readonly code: ErrorCode;
	readonly message: (address: string) => string;
	readonly advice?: string;
}

const TRUST_IT =
	'If it is the right server, give its certificate, its authority’s or its fingerprint in the credential (Server Check).';

/**
 * What Node, OpenSSL, axios and n8n say, matched against `error.name`, `error.code` and `error.message` of
 * the error and its causes. Their own words stay out of ours: n8n replaces any message that holds an errno name.
 */
const TRANSLATIONS: readonly Translation[] = [
	{
		seen: /Ssrf\w*Error|ERR_SSRF/i,
		code: 'UNREACHABLE',
		message: (address) => `n8n is set to send nothing to ${address}`,
		advice:
			'Ask who runs n8n to allow the address with N8N_SSRF_ALLOWED_IP_RANGES or N8N_SSRF_ALLOWED_HOSTNAMES.',
	},
	{
		seen: new RegExp(NOT_THE_PINNED_CERTIFICATE),
		code: 'TLS',
		message: (address) => `The certificate of ${address} changed while it was being used`,
		advice: 'Another machine may be answering in its place. Run again to see its new fingerprint.',
	},
	{
		seen: /CERT_HAS_EXPIRED/,
		code: 'TLS',
		message: (address) => `The certificate of ${address} has expired`,
		advice: 'Renew it on the server.',
	},
	{
		seen: /CERT_NOT_YET_VALID/,
		code: 'TLS',
		message: (address) => `The certificate of ${address} is not valid yet`,
		advice: 'Compare the clocks of the server and of n8n’s machine.',
	},
	{
		seen: /ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH/,
		code: 'TLS',
		message: (address) => `The certificate of ${address} was made for another name`,
		advice:
			'Use the name that stands in the certificate as address, or give its fingerprint in the credential (Server Check).',
	},
	{
		seen: /SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|CERT_UNTRUSTED|CERT_SIGNATURE|INVALID_CA|UNKNOWN_CA/i,
		code: 'TLS',
		message: (address) => `The certificate of ${address} comes from nobody that is trusted here`,
		advice: TRUST_IT,
	},
	{
		seen: /ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE|ACCESS_DENIED)|alert (certificate required|bad certificate)/i,
		code: 'AUTH',
		message: (address) => `${address} refused the client certificate`,
	},
	{
		seen: /wrong version number|packet length too long|ERR_SSL_HTTP_REQUEST/i,
		code: 'TLS',
		message: (address) => `${address} does not speak HTTPS`,
		advice:
			'Check the port in the credential. Plain HTTP is not used, since it would show the secrets.',
	},
	{
		seen: /ERR_SSL|EPROTO|ERR_TLS|CERT_|CRL_/,
		code: 'TLS',
		message: (address) => `No secure connection to ${address} came about`,
	},
	{
		seen: /ETIMEDOUT|ECONNABORTED|timeout of/i,
		code: 'TIMEOUT',
		message: (address) => `${address} did not answer in time`,
	},
	{
		seen: /EHOSTUNREACH|ENETUNREACH|EHOSTDOWN/,
		code: 'UNREACHABLE',
		message: (address) => `There is no way to ${address} from here`,
	},
	{
		seen: /ECONNREFUSED/,
		code: 'UNREACHABLE',
		message: (address) => `Nothing accepts connections at ${address}`,
	},
	{
		seen: /ENOTFOUND|EAI_AGAIN/,
		code: 'UNREACHABLE',
		message: (address) => `The name in ${address} can’t be resolved`,
	},
	{
		seen: /ECONNRESET|EPIPE|socket hang up|aborted|premature close|HPE_|Parse Error|stream/i,
		code: 'UNREACHABLE',
		message: (address) => `The connection to ${address} broke before the whole answer came`,
	},
];

/** Every failure to get an answer, as one of ours. Ours pass unchanged. */
export function translateHttpError(error: unknown, { system, address }: HttpServer): SnapshotError {
	if (error instanceof SnapshotError) return error;
	const said = spoken(error);
	const found = TRANSLATIONS.find(({ seen }) => seen.test(said));
	return new SnapshotError(
		found?.code ?? 'UNREACHABLE',
		found?.message(address) ?? `The request to ${address} failed`,
		{ system, advice: found?.advice, cause: withoutRequest(error) },
	);
}

const DEEPEST_CAUSE = 5;

function spoken(error: unknown, depth = 0): string {
	if (!(error instanceof Error)) return String(error);
	const code = 'code' in error ? String(error.code) : '';
	const cause =
		error.cause === undefined || depth >= DEEPEST_CAUSE ? '' : spoken(error.cause, depth + 1);
	return `${error.name} ${code} ${error.message} ${cause}`;
}

/** axios hangs the whole request on its errors, with the headers that carry the secrets. */
function withoutRequest(error: unknown): Error {
	const kept = new Error(error instanceof Error ? error.message : String(error));
	if (error instanceof Error) kept.name = error.name;
	return kept;
}
