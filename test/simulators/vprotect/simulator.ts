import { newCertificate } from '../../support/certificate';
import {
	SimulatedServer,
	type HttpsSimulatorOptions,
	type RequestMatcher,
} from '../../support/simulatedHttps';
import { systemClock } from '../../support/systemClock';
import { CliServer, type SshOptions } from './cli/server';
import { INSTANT, type Durations } from './durations';
import type { NodeLimits } from './model/taskQueue';
import { World, type GlobalSettings } from './model/world';
import { defaultQuirks, type Quirks } from './quirks';
import { WorldHands } from './worldHands';
import { VprotectApi } from './server/api';
import type { Fault } from './server/fault';
import { Sessions, type User } from './server/sessions';

export interface VprotectOptions extends HttpsSimulatorOptions {
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
	/** All rights. */
	readonly credentials = { username: 'admin', password: 'secret-of-the-simulator' } as const;

	private constructor(
		world: World,
		server: SimulatedServer,
		private readonly sessions: Sessions,
		/** The server's own SSH: how to log in there, its faults and its commands. */
		readonly ssh: CliServer,
	) {
		super(world, server);
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
		const server = new SimulatedServer(new VprotectApi(world, sessions), clock, certificate);
		await server.listen(options.port ?? 0);
		const ssh = new CliServer(world, sessions, clock, options.ssh ?? {});
		await ssh.listen(options.ssh?.port ?? 0);
		const simulator = new VprotectSimulator(world, server, sessions, ssh);
		const { username: name, password } = simulator.credentials;
		simulator.addUser({ name, password });
		return simulator;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	override fault(on: RequestMatcher, fault: Fault, times = 1): void {
		if (fault.kind !== 'sessionExpires') super.fault(on, fault, times);
		else super.fault(on, { kind: 'meanwhile', happens: () => this.expireSessions() }, times);
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

	override async close(): Promise<void> {
		await Promise.all([super.close(), this.ssh.close()]);
	}
}
