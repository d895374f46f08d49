import { z } from 'zod';
import { ApiError, type Answer, type WholeRequest } from '../../../support/simulatedHttps';
import { goTime } from '../model/time';
import { notAuthorized } from '../server/access';
import { errorEnvelope, sync } from '../server/envelope';
import type { TrustedCertificate, TrustStore } from '../server/trustStore';
import { part, recursionOf, type Routes } from './request';

const invitationIn = z.object({
	type: z.literal('client'),
	/** Incus and newer LXD; older ones call it a password. */
	trust_token: z.string().optional(),
	password: z.string().optional(),
});
const tokenIn = z.object({ secret: z.string() });

/** A stranger with a trust token brings the certificate of its TLS connection in. */
export function enrol(trustStore: TrustStore, whole: WholeRequest): Answer {
	const request = invitationIn.safeParse(whole.json);
	if (!request.success) throw notAuthorized();
	if (whole.clientCertificate === undefined)
		throw new ApiError(400, 'No client certificate provided');
	const { trust_token: token, password } = request.data;
	const secret = secretOf(token ?? password ?? '');
	const invitation = secret === undefined ? undefined : trustStore.useInvitation(secret);
	if (invitation === undefined) throw notAuthorized();
	const { name, projects } = invitation;
	const fingerprint = trustStore.trust(whole.clientCertificate.raw, {
		name,
		...(projects === null ? {} : { projects }),
	});
	const location = `/1.0/certificates/${fingerprint}`;
	return { ...sync(null, { location }), status: 201 };
}

/** The token that an administrator hands out: base64 of JSON. */
export function invitationToken(
	clientName: string,
	server: { readonly fingerprint: string; readonly address: string },
	{ secret, expiresAt }: { readonly secret: string; readonly expiresAt: number },
): string {
	const token = {
		client_name: clientName,
		fingerprint: server.fingerprint.replaceAll(':', '').toLowerCase(),
		addresses: [server.address],
		secret,
		expires_at: goTime(expiresAt),
	};
	return Buffer.from(JSON.stringify(token)).toString('base64');
}

function secretOf(token: string): string | undefined {
	try {
		const decoded = JSON.parse(Buffer.from(token, 'base64').toString('utf8')) as unknown;
		return tokenIn.safeParse(decoded).data?.secret;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

const view = ({ name, projects, fingerprint, certificate }: TrustedCertificate): unknown => ({
	name,
	type: 'client',
	restricted: projects !== null,
	projects: projects ?? [],
	certificate: certificate.toString(),
	fingerprint,
});

export const certificateRoutes: Routes = {
	'GET /certificates': (request) => {
		const all = request.trustStore.all();
		return recursionOf(request) > 0
			? sync(all.map(view))
			: sync(all.map(({ fingerprint }) => `/1.0/certificates/${fingerprint}`));
	},
	'GET /certificates/{fingerprint}': (request) => {
		const found = request.trustStore.certificate(part(request, 'fingerprint'));
		if (found === undefined) throw new ApiError(404, 'Certificate not found');
		return sync(view(found));
	},
	// Who is in already has nothing to be let in for.
	'POST /certificates': () => ({
		status: 409,
		body: errorEnvelope('Certificate already in trust store', 409),
	}),
};
