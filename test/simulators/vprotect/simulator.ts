import type { Clock } from '../../../snapshots/clock';
import { newCertificate, type Certificate } from '../../support/certificate';
import { systemClock } from '../../support/systemClock';
import { CliServer, type SshOptions } from './cli/server';
import { INSTANT, type Durations } from './durations';
import type { NodeLimits } from './model/taskQueue';
import { World, type GlobalSettings } from './model/world';
import { defaultQuirks, type Quirks } from './quirks';
import { WorldHands } from './worldHands';
import {
	named as requestNamed,
	type Fault,
	type RequestMatcher,
	type SeenRequest,
} from './server/faults';
import { ApiServer } from './server/server';
import { Sessions, type User } from './server/sessions';

export interface VprotectOptions {
	/** Default the real one. Nothing happens by itself: the clock is read whenever somebody looks. */
	readonly clock?: Clock;
	/** Default 0: any free one. */
	readonly port?: number;
	/** Default one that signed itself. */
	readonly certificate?: Certificate;
	readonly quirks?: Partial<Quirks>;
	/** What is not given takes no time. */
	readonly durations?: Partial<Durations>;
	/** Default the product's: 5 tasks at once, 2 of them on one hypervisor. */
	readonly limits?: Partial<NodeLimits>;
	/** Default: no daily removal of old snapshots. */
	readonly settings?: Partial<GlobalSettings>;
	/** The server's own SSH, where the vendor's command line is. */
	readonly ssh?: SshOptions;
}

/** A vProtect server on loopback: its API over HTTPS, and hands on what is behind it. */
export class VprotectSimulator extends WorldHands {
	readonly address = '127.0.0.1';
	/** All rights. */
	readonly credentials = { username: 'admin', password: 'secret-of-the-simulator' } as const;

	private constructor(
		world: World,
		readonly port: number,
		readonly certificate: Certificate,
		private readonly server: ApiServer,
		private readonly sessions: Sessions,
		/** The server's own SSH: how to log in there, its faults and its commands. */
		readonly ssh: CliServer,
	) {
		super(world);
	}

	static async start(options: VprotectOptions = {}): Promise<VprotectSimulator> {
		const clock = options.clock ?? systemClock;
		const world = new World({
			clock,
			quirks: { ...defaultQuirks(), ...options.quirks },
			durations: { ...INSTANT, ...options.durations },
			limits: { threads: 5, threadsPerSource: 2, ...options.limits },
			settings: { oldSnapshotsRemovalTime: null, uiTimeZone: 'UTC', ...options.settings },
		});
		const certificate = options.certificate ?? newCertificate({ commonName: 'vprotect.simulator' });
		const sessions = new Sessions(() => world.now(), world.durations.sessionIdle);
		const server = new ApiServer(world, sessions, clock, certificate);
		const port = await server.listen(options.port ?? 0);
		const ssh = new CliServer(world, sessions, clock, options.ssh ?? {});
		await ssh.listen(options.ssh?.port ?? 0);
		const simulator = new VprotectSimulator(world, port, certificate, server, sessions, ssh);
		const { username: name, password } = simulator.credentials;
		simulator.addUser({ name, password });
		return simulator;
	}

	/** Without `/api`. */
	get url(): string {
		return `https://${this.address}:${this.port}`;
	}

	/** What a client has to trust. */
	get certificatePem(): string {
		return this.certificate.certificatePem;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	get requests(): readonly SeenRequest[] {
		return this.server.requests;
	}

	/** How many requests were seen: all, or those like `'POST /tasks/vm-snapshot'`. */
	count(method?: string, path = ''): number {
		if (method === undefined) return this.requests.length;
		return this.requests.filter(requestNamed(`${method} ${path}`)).length;
	}

	clearRequests(): void {
		this.server.requests.splice(0);
	}

	/** Lets the next requests that match fail; see `Fault`. */
	fault(on: RequestMatcher, fault: Fault, times = 1): void {
		this.server.faults.inject(on, fault, times);
	}

	clearFaults(): void {
		this.server.faults.clear();
	}

	/** From now on requests are accepted and none is answered, until `close`. */
	stall(): void {
		this.server.stalled = true;
	}

	addUser(user: User): void {
		this.sessions.addUser(user);
	}

	/** Everybody has to log in anew. */
	expireSessions(): void {
		this.sessions.expireAll();
	}

	get openSessions(): number {
		return this.sessions.count;
	}

	async close(): Promise<void> {
		await Promise.all([this.server.close(), this.ssh.close()]);
	}
}
