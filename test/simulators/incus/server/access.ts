import { ApiError, type WholeRequest } from '../../../support/simulatedHttps';
import type { World } from '../model/world';
import { certificateOfJwt } from './jwt';
import type { Trusted, TrustStore } from './trustStore';

/** Who asks: undefined for strangers. */
export function callerOf(
	world: World,
	trustStore: TrustStore,
	{ clientCertificate, headers }: WholeRequest,
): Trusted | undefined {
	const trusted = trustStore.certificate(clientCertificate?.sha256);
	if (trusted !== undefined) return trusted;
	const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
	if (token === undefined) return undefined;
	if (world.release.flavour === 'incus') return certificateOfJwt(token, trustStore, world.now());
	return world.has('auth_bearer') ? trustStore.bearer(token) : undefined;
}

/** What strangers are told, whatever they ask for. */
export const notAuthorized = (): ApiError => new ApiError(403, 'not authorized');

export const mayEnter = ({ projects }: Trusted, project: string): boolean =>
	projects === null || projects.includes(project);

/** Throws 403. */
export function assertMayEnter(caller: Trusted, project: string): void {
	if (mayEnter(caller, project)) return;
	throw new ApiError(403, `User does not have permission for project "${project}"`);
}
