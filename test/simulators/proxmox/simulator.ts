import { newCertificate } from '../../support/certificate';
import { SimulatedServer, type HttpsSimulatorOptions } from '../../support/simulatedHttps';
import { systemClock } from '../../support/systemClock';
import { INSTANT, type Durations } from './durations';
import type { StorageSpec } from './model/storages';
import { World, type Release } from './model/world';
import { quirksOf, type Generation, type Quirks } from './quirks';
import { Accounts, ROOT, type Token, type User } from './server/accounts';
import { ProxmoxApi } from './server/api';
import { Logins } from './server/login';
import { WorldHands } from './worldHands';

export interface ProxmoxOptions extends HttpsSimulatorOptions {
	/** Default `current`. Sets what the version is called, and the quirks that go with it. */
	readonly generation?: Generation;
	readonly quirks?: Partial<Quirks>;
	/** What is not given takes no time. */
	readonly durations?: Partial<Durations>;
	readonly clusterName?: string;
	/** Default one, `pve1`. The API is asked on the first. */
	readonly nodes?: readonly string[];
	/** Default `local-lvm`, which is LVM thin. Guests are on the first, unless told otherwise. */
	readonly storages?: readonly StorageSpec[];
}

const RELEASES: Readonly<Record<Generation, Release>> = {
	current: { version: '9.0.3', release: '9.0', repoid: '025864202ebb6109' },
	older: { version: '7.4-17', release: '7.4', repoid: '513c62be' },
};

/** A Proxmox VE cluster on loopback: its API over HTTPS, and hands on what is behind it. */
export class ProxmoxSimulator extends WorldHands {
	/** All rights, by password as by token. */
	readonly credentials = {
		username: ROOT,
		password: 'secret-of-the-simulator',
		tokenId: `${ROOT}!n8n`,
		tokenSecret: '7f5a1c52-3b0e-4c8d-9a57-0d6c1e2f3a4b',
	} as const;

	private constructor(
		world: World,
		server: SimulatedServer,
		private readonly accounts: Accounts,
	) {
		super(world, server);
	}

	static async start(options: ProxmoxOptions = {}): Promise<ProxmoxSimulator> {
		const { clock = systemClock, generation = 'current' } = options;
		const world = new World({
			clock,
			quirks: { ...quirksOf(generation), ...options.quirks },
			durations: { ...INSTANT, ...options.durations },
			release: RELEASES[generation],
			clusterName: options.clusterName ?? 'demo-cluster',
			nodes: options.nodes ?? ['pve1'],
		});
		for (const storage of options.storages ?? [{ name: 'local-lvm', driver: 'lvmthin' }]) {
			world.volumes.addStorage(storage);
		}
		const certificate = options.certificate ?? newCertificate({ commonName: 'proxmox.simulator' });
		const accounts = new Accounts();
		const api = new ProxmoxApi(world, new Logins(world, accounts), clock);
		const server = new SimulatedServer(api, clock, certificate);
		await server.listen(options.port ?? 0);
		const simulator = new ProxmoxSimulator(world, server, accounts);
		const { username, password, tokenId, tokenSecret } = simulator.credentials;
		simulator.addUser({ id: username, password });
		simulator.addToken({ id: tokenId, secret: tokenSecret, privilegeSeparated: false });
		return simulator;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	addUser(user: User): void {
		this.accounts.addUser(user);
	}

	/** Of a user that is there. */
	addToken(token: Token): void {
		this.accounts.addToken(token);
	}
}
