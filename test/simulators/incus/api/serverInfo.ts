import type { Answer } from '../../../support/simulatedHttps';
import type { World } from '../model/world';
import { sync } from '../server/envelope';
import type { Trusted } from '../server/trustStore';

/** What everybody is told, and what only the trusted are. doc/rest-api.yaml, ServerUntrusted and Server. */
export function serverInfo(
	world: World,
	caller: Trusted | undefined,
	server: { readonly certificatePem: string; readonly fingerprint: string },
): Answer {
	const { release, members } = world;
	const forEverybody = {
		api_extensions: release.extensions,
		api_status: 'stable',
		api_version: '1.0',
		auth: caller === undefined ? 'untrusted' : 'trusted',
		public: false,
		auth_methods: world.has('auth_bearer') ? ['tls', 'bearer'] : ['tls'],
	};
	if (caller === undefined) return sync(forEverybody);
	const [firstMember] = members.keys();
	return sync({
		...forEverybody,
		auth_user_name: caller.name,
		auth_user_method: 'tls',
		config: {},
		environment: {
			addresses: ['127.0.0.1:8443'],
			architectures: ['x86_64', 'i686'],
			certificate: server.certificatePem,
			certificate_fingerprint: server.fingerprint.replaceAll(':', '').toLowerCase(),
			driver: 'lxc | qemu',
			kernel: 'Linux',
			project: 'default',
			server: release.flavour,
			server_clustered: members.size > 0,
			server_name: firstMember ?? `${release.flavour}-simulator`,
			server_version: release.version,
			storage: [...new Set([...world.pools.values()].map(({ driver }) => driver))].join(' | '),
		},
	});
}
