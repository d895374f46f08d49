import { proxmoxDriver } from '../../../drivers/proxmox/driver';
import type { ProxmoxLogin } from '../../../drivers/proxmox/login';
import type { HttpPort, HttpRequest } from '../../../drivers/transports/http';
import type { Connection } from '../../../snapshots/connection';
import type { CreateRequest, SnapshotDriver } from '../../../snapshots/driver';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import { ProxmoxSimulator, type ProxmoxOptions } from '../../simulators/proxmox';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';

const certificate = newCertificate({ commonName: 'proxmox.simulator' });

export interface ProxmoxBench {
	readonly simulator: ProxmoxSimulator;
	readonly on: Connection;
	readonly driver: SnapshotDriver;
	/** Ends what people would have waited for. */
	readonly cancel: AbortController;
	target(name: string): Promise<Target>;
	take(target: Target, name?: string, more?: Partial<CreateRequest>): Promise<SystemSnapshot>;
	/** The fields of each form that went to a path that ends so. */
	formsTo(ending: string): unknown[];
	/** `POST /nodes/pve1/qemu/100/snapshot`, since the requests were last forgotten. */
	calls(): string[];
}

const started: ProxmoxBench[] = [];

export interface BenchOptions extends ProxmoxOptions {
	readonly login?: (simulator: ProxmoxSimulator) => ProxmoxLogin;
}

const rootToken = ({ credentials: { tokenId, tokenSecret } }: ProxmoxSimulator): ProxmoxLogin => ({
	tokenId,
	tokenSecret,
});

/** A simulated cluster with a VM `web-01` that runs, on a clock that passes as the driver polls. */
export async function proxmoxBench(options: BenchOptions = {}): Promise<ProxmoxBench> {
	const { login = rootToken, ...given } = options;
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	const simulator = await ProxmoxSimulator.start({ clock, certificate, ...given });
	simulator.addGuest({ name: 'web-01', agent: 'running' });
	const http = await openByAxios({
		system: 'proxmox',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
	});
	const sent: HttpRequest[] = [];
	const watched: HttpPort = {
		address: http.address,
		send: async (request, signal) => {
			sent.push(request);
			return await http.send(request, signal);
		},
	};
	const driver = proxmoxDriver(watched, login(simulator), clock);
	const cancel = new AbortController();
	const bench: ProxmoxBench = {
		simulator,
		driver,
		on: { driver, clock, signal: cancel.signal, random: () => 0.5 },
		cancel,
		target: async (name) => {
			const id = String(simulator.vmidOf(name));
			return await driver.readTarget({ level: 'vm', id, name }, cancel.signal);
		},
		take: async (target, name = 'nightly-1', more = {}) => {
			const request = { name, description: '', memory: false, quiesce: false, ...more };
			return await driver.createSnapshot(target, request, cancel.signal);
		},
		formsTo: (ending) =>
			sent
				.filter(({ path }) => path.endsWith(ending))
				.map(({ body }) => Object.fromEntries(new URLSearchParams(body))),
		calls: () =>
			simulator.requests.map(({ method, path }) => `${method} ${path.replace('/api2/json', '')}`),
	};
	started.push(bench);
	return bench;
}

/** For `afterEach`. */
export async function closeBenches(): Promise<void> {
	for (const { driver, simulator } of started.splice(0)) {
		await driver.close();
		await simulator.close();
	}
}
