import { vergeosDriver } from '../../../drivers/vergeos/driver';
import type { Connection } from '../../../snapshots/connection';
import type { Level, Target } from '../../../snapshots/model';
import { newCertificate } from '../../support/certificate';
import { openByAxios } from '../../support/http';
import { pollingClock } from '../../support/pollingClock';
import { VergeosSimulator, type VergeosOptions } from '../../simulators/vergeos';

const certificate = newCertificate({ commonName: 'vergeos.simulator' });

export const SYSTEM = 'Test Cloud';

export interface VergeosBench {
	readonly simulator: VergeosSimulator;
	readonly on: Connection;
	/** Ends what people would have waited for. */
	readonly cancel: AbortController;
	readonly find: (level: Level, name: string) => Promise<Target>;
}

const started: VergeosBench[] = [];

/** A simulated system with a driver on it, on a clock that passes as the driver polls. */
export async function vergeosBench(options: VergeosOptions = {}): Promise<VergeosBench> {
	const clock = pollingClock('2026-11-22T02:00:00.000Z');
	const simulator = await VergeosSimulator.start({
		clock,
		certificate,
		cloudName: SYSTEM,
		...options,
	});
	const http = await openByAxios({
		system: 'vergeos',
		baseUrl: new URL(simulator.url),
		trust: { by: 'ownAuthority', certificates: simulator.certificatePem },
	});
	const driver = vergeosDriver(http, { apiKey: simulator.credentials.apiKey }, clock);
	const cancel = new AbortController();
	const bench: VergeosBench = {
		simulator,
		on: { driver, clock, signal: cancel.signal, random: () => 0.5 },
		cancel,
		find: async (level, name) => {
			const id = level === 'system' ? SYSTEM : String(simulator.keyOf(level, name));
			return await driver.readTarget({ level, id, name }, cancel.signal);
		},
	};
	started.push(bench);
	return bench;
}

/** For `afterEach`. */
export async function closeBenches(): Promise<void> {
	for (const { on, simulator } of started.splice(0)) {
		await on.driver.close();
		await simulator.close();
	}
}
