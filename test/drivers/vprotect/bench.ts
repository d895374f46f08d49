import { vprotectDriver } from '../../../drivers/vprotect/driver';
import type { SnapshotDriver } from '../../../snapshots/driver';
import type { SshPort } from '../../../drivers/transports/ssh';
import type { Connection } from '../../../snapshots/connection';
import type { CreateRequest } from '../../../snapshots/driver';
import { SnapshotError } from '../../../snapshots/errors';
import type { SystemSnapshot, Target } from '../../../snapshots/model';
import type { Settings } from '../../../snapshots/settings';
import { VprotectSimulator, type VprotectOptions } from '../../simulators/vprotect';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import { openSsh } from '../../support/ssh';
import { systemClock } from '../../support/systemClock';
import { rejectionOf } from '../../support/thrownBy';

const certificate = newCertificate({ commonName: 'vprotect.simulator' });

export interface VprotectBench {
	readonly simulator: VprotectSimulator;
	readonly on: Connection;
	readonly driver: SnapshotDriver;
	/** Ends what people would have waited for. */
	readonly cancel: AbortController;
	target(name: string): Promise<Target>;
	take(target: Target, settings?: Settings): Promise<SystemSnapshot>;
	/** The error of a snapshot that must fail. */
	refused(target: Target, settings?: Settings): Promise<SnapshotError>;
}

const started: VprotectBench[] = [];

export interface BenchOptions extends VprotectOptions {
	readonly password?: string;
	readonly withSsh?: boolean;
}

/** A simulated server with policy `Daily` and VM `web-01` in it, on a clock that passes as the driver polls. */
export async function vprotectBench(options: BenchOptions = {}): Promise<VprotectBench> {
	const { password, withSsh = false, ...given } = options;
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	const simulator = await VprotectSimulator.start({ clock, certificate, ...given });
	simulator.addPolicy({ name: 'Daily' });
	simulator.addVm({ name: 'web-01', tags: ['prod'], policy: 'Daily' });
	const http = await openByAxios({
		system: 'vprotect',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
	});
	const login = { ...simulator.credentials, ...(password === undefined ? {} : { password }) };
	const ssh = withSsh ? await sshTo(simulator) : undefined;
	const driver = vprotectDriver(http, login, clock, ssh);
	const cancel = new AbortController();
	const take: VprotectBench['take'] = async (target, settings) =>
		await driver.createSnapshot(target, requestOf(settings), cancel.signal);
	const bench: VprotectBench = {
		simulator,
		driver,
		on: { driver, clock, signal: cancel.signal, random: () => 0.5 },
		cancel,
		target: async (name) => {
			const id = simulator.guidOf('vm', name);
			return await driver.readTarget({ level: 'vm', id, name }, cancel.signal);
		},
		take,
		refused: async (target, settings) => {
			const error = await rejectionOf(take(target, settings));
			if (!(error instanceof SnapshotError)) throw error;
			return error;
		},
	};
	started.push(bench);
	return bench;
}

/** Its login waits for real packets, so by the real clock. */
async function sshTo({ ssh }: VprotectSimulator): Promise<SshPort> {
	const { address: host, port, username, clientPrivateKey: privateKey, hostKeyFingerprint } = ssh;
	const login = { host, port, username, privateKey, hostKeyFingerprint };
	return await openSsh(login, systemClock, new AbortController().signal, 'vprotect');
}

const requestOf = (settings: Settings | undefined): CreateRequest => ({
	name: 'nightly-1',
	description: '',
	memory: false,
	quiesce: false,
	...(settings === undefined ? {} : { settings }),
});

/** For `afterEach`. */
export async function closeBenches(): Promise<void> {
	for (const { on, simulator } of started.splice(0)) {
		await on.driver.close();
		await simulator.close();
	}
}
