import { incusDriver } from '../../../drivers/incus/driver';
import { readLogin } from '../../../drivers/incus/readLogin';
import type { Connection } from '../../../snapshots/connection';
import type { InventoryEntry } from '../../../snapshots/driver';
import type { Level, Target } from '../../../snapshots/model';
import { IncusSimulator, type IncusOptions } from '../../simulators/incus';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';

const certificate = newCertificate({ commonName: 'incus.simulator' });
export const client = newCertificate({ commonName: 'n8n', purpose: 'client' });

export interface IncusBench {
	readonly simulator: IncusSimulator;
	readonly on: Connection;
	/** By the ID: `default/web`, `default/local/files`. */
	readonly find: (id: string) => Promise<Target>;
	readonly inventory: (level: Level, withSnapshots?: boolean) => Promise<InventoryEntry[]>;
}

const benches: IncusBench[] = [];

interface Options extends IncusOptions {
	readonly project?: string;
	/** Who asks. Default: a certificate that may do everything. */
	readonly who?: typeof client;
}

/** A simulated server with a driver on it, on a clock that passes as the driver waits. */
export async function incusBench({
	project,
	who = client,
	...options
}: Options = {}): Promise<IncusBench> {
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	const given = { clock, certificate, identity: client, ...options };
	const simulator = await IncusSimulator.start(given);
	const { login, identity } = readLogin({
		by: 'certificate',
		certificate: who.certificatePem,
		key: who.keyPem,
		passphrase: '',
	});
	const http = await openByAxios({
		system: 'incus',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
		identity,
	});
	const driver = incusDriver(http, { login, project }, clock);
	const { signal } = new AbortController();
	const bench: IncusBench = {
		simulator,
		on: { driver, clock, signal, random: () => 0.5 },
		find: async (id) => {
			const level = id.split('/').length > 2 ? 'volume' : 'vm';
			return await driver.readTarget({ level, id, name: id }, signal);
		},
		inventory: async (level, withSnapshots = true) => {
			const found: InventoryEntry[] = [];
			for await (const entry of driver.inventory({ level, withSnapshots }, signal)) {
				found.push(entry);
			}
			return found;
		},
	};
	benches.push(bench);
	return bench;
}

/** For `afterEach`. */
export async function closeBenches(): Promise<void> {
	for (const { on, simulator } of benches.splice(0)) {
		await on.driver.close();
		await simulator.close();
	}
}
