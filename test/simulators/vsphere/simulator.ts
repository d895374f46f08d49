import { newCertificate } from '../../support/certificate';
import {
	atPace,
	SimulatedServer,
	type HttpsFault,
	type HttpsSimulatorOptions,
	type RequestMatcher,
} from '../../support/simulatedHttps';
import { systemClock } from '../../support/systemClock';
import { REALISTIC, type Durations } from './durations';
import type { ApiType } from './model/identity';
import { World } from './model/world';
import { defaultQuirks, type Quirks } from './quirks';
import { VsphereApi } from './server/api';
import { methodOf } from './server/seenCall';
import { Sessions, type User } from './server/sessions';
import type { Fault } from './wire/fault';
import { faultEnvelope } from './wire/soap';
import { WorldHands } from './worldHands';

export interface VsphereOptions extends HttpsSimulatorOptions {
	/** Default a vCenter. */
	readonly apiType?: ApiType;
	/** Default `8.0.3.0`. */
	readonly apiVersion?: string;
	/** 1: as long as a small real system takes. Default 0: no waiting at all. */
	readonly pace?: number;
	/** Instead of what the pace makes of them. */
	readonly durations?: Partial<Durations>;
	readonly quirks?: Partial<Quirks>;
	/** How many results one page holds at most, whatever a client asks for. Default: no limit. */
	readonly pageLimit?: number;
	/** How many may be logged in at once. Default: no limit. */
	readonly sessionLimit?: number;
}

/** A vCenter or an ESXi host on loopback: `/sdk` over HTTPS, and hands on what is behind it. */
export class VsphereSimulator extends WorldHands {
	/** All privileges. */
	readonly credentials: { readonly username: string; readonly password: string };

	private constructor(
		world: World,
		server: SimulatedServer,
		private readonly sessions: Sessions,
	) {
		super(world, server);
		const username = world.apiType === 'VirtualCenter' ? 'administrator@vsphere.local' : 'root';
		this.credentials = { username, password: 'Secret & <of> the "simulator"' };
	}

	static async start(options: VsphereOptions = {}): Promise<VsphereSimulator> {
		const clock = options.clock ?? systemClock;
		const world = new World({
			clock,
			apiType: options.apiType ?? 'VirtualCenter',
			apiVersion: options.apiVersion ?? '8.0.3.0',
			quirks: { ...defaultQuirks(), ...options.quirks },
			durations: { ...atPace({ ...REALISTIC }, options.pace ?? 0), ...options.durations },
		});
		world.pageLimit = options.pageLimit ?? Infinity;
		const sessions = new Sessions(() => world.now(), world.durations.sessionIdle);
		sessions.limit = options.sessionLimit ?? Infinity;
		const certificate = options.certificate ?? newCertificate({ commonName: 'vsphere.simulator' });
		const server = new SimulatedServer(new VsphereApi(world, sessions), clock, certificate);
		await server.listen(options.port ?? 0);
		const simulator = new VsphereSimulator(world, server, sessions);
		const { username: name, password } = simulator.credentials;
		simulator.addUser({ name, password });
		return simulator;
	}

	/** Turn any of them at any time. */
	get quirks(): Quirks {
		return this.world.quirks;
	}

	/** Where a text is a method's name, the fault waits for its next call: `'CreateSnapshot_Task'`. */
	override fault(on: RequestMatcher, fault: HttpsFault, times = 1): void {
		const isMethod = typeof on === 'string' && !on.includes(' ');
		super.fault(isMethod ? ({ body }) => methodOf(body) === on : on, fault, times);
	}

	/** The next calls of a method are refused with this, whatever they are about. */
	refuse(method: string, fault: Fault, times = 1): void {
		const body = faultEnvelope(fault, this.quirks.translate(fault.message));
		const headers = { 'content-type': 'text/xml; charset=utf-8' };
		this.fault(method, { kind: 'answer', status: 500, body, headers }, times);
	}

	/** How many calls were seen: all, or those of one method. */
	calls(method?: string): number {
		const seen = this.requests.map(({ body }) => methodOf(body));
		return seen.filter((name) => name !== undefined && (method ?? name) === name).length;
	}

	addUser(user: User): void {
		this.sessions.addUser(user);
	}

	/** Everybody has to log in anew. */
	expireSessions(): void {
		this.sessions.endAll();
	}

	/** How many are logged in. */
	get openSessions(): number {
		return this.sessions.count;
	}
}
