import { newCertificate, type Certificate } from '../../support/certificate';
import { SimulatedServer, type HttpsSimulatorOptions } from '../../support/simulatedHttps';
import { systemClock } from '../../support/systemClock';
import { invitationToken } from './api/certificates';
import { durationsAtPace, type Durations } from './durations';
import type { PoolDriver } from './model/entities';
import { World } from './model/world';
import { releaseOf, type Flavour, type Generation, type Quirks } from './releases';
import { seedPool, seedProject } from './seeding';
import { IncusApi } from './server/api';
import { TrustStore, type TrustOptions } from './server/trustStore';
import { WorldHands } from './worldHands';

export interface IncusOptions extends HttpsSimulatorOptions {
	/** Default `incus`. */
	readonly flavour?: Flavour;
	/** Default `current`. `older`: Incus 6.0.4, LXD 5.0.2. */
	readonly generation?: Generation;
	readonly quirks?: Partial<Quirks>;
	/** 1: as long as a small real one takes. Default 0: every operation is over when it is first looked at. */
	readonly pace?: number;
	/** In place of what the pace says. */
	readonly durations?: Partial<Durations>;
	/** Of the pool `local`, where root disks are by default. Default btrfs. */
	readonly driver?: PoolDriver;
	/** Names of the cluster's members. Default: no cluster. */
	readonly members?: readonly string[];
	/** Shown by the client that is trusted from the start. Default one that signed itself. */
	readonly identity?: Certificate;
}

/** An Incus or LXD server on loopback: its API over HTTPS, and hands on what is behind it. */
export class IncusSimulator extends WorldHands {
	private constructor(
		world: World,
		server: SimulatedServer,
		private readonly trustStore: TrustStore,
		/** Certificate and key of a client that may do everything. */
		readonly identity: Certificate,
	) {
		super(world, server);
	}

	/** With the pool `local` and the project `default`. */
	static async start(options: IncusOptions = {}): Promise<IncusSimulator> {
		const clock = options.clock ?? systemClock;
		const release = releaseOf(options.flavour ?? 'incus', options.generation ?? 'current');
		const world = new World({
			clock,
			release,
			quirks: { ...release.quirks, ...options.quirks },
			durations: { ...durationsAtPace(options.pace ?? 0), ...options.durations },
			members: options.members ?? [],
		});
		seedPool(world, { name: 'local', driver: options.driver });
		seedProject(world, { name: 'default' });
		const { certificate = newCertificate({ commonName: `${release.flavour}.simulator` }) } =
			options;
		const { identity = newCertificate({ commonName: 'n8n', purpose: 'client' }) } = options;
		const trustStore = new TrustStore(() => world.now());
		trustStore.trust(identity.certificatePem, { name: identity.commonName });
		const api = new IncusApi(world, trustStore, certificate);
		const server = new SimulatedServer(api, clock, certificate, {
			asksForClientCertificate: true,
			minVersion: 'TLSv1.3',
		});
		await server.listen(options.port ?? 0);
		return new IncusSimulator(world, server, trustStore, identity);
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	/** SHA-256 of the server's certificate, hexadecimal digits in lower case. */
	get fingerprint(): string {
		return this.certificate.fingerprint.replaceAll(':', '').toLowerCase();
	}

	/** Lets in whoever has this certificate's key. Tells its fingerprint. */
	trust(certificatePem: string, options: TrustOptions = {}): string {
		return this.trustStore.trust(certificatePem, options);
	}

	distrust(fingerprint: string): void {
		this.trustStore.distrust(fingerprint);
	}

	/** A bearer token, which only newer LXD takes. */
	newBearer(options: TrustOptions = {}): string {
		return this.trustStore.newBearer(options);
	}

	/** What an administrator hands out so that a new certificate can come in, once and within an hour. */
	newTrustToken(clientName: string, options: Omit<TrustOptions, 'name'> = {}): string {
		const { fingerprint, address, port } = this;
		const invitation = this.trustStore.newInvitation({ ...options, name: clientName });
		return invitationToken(clientName, { fingerprint, address: `${address}:${port}` }, invitation);
	}
}
