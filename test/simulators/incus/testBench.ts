import { manualClock, type ManualClock } from '../../support/clock';
import { newCertificate } from '../../support/certificate';
import { IncusSimulator, type IncusOptions } from './index';
import { TestClient } from './testClient';

export interface Given {
	readonly simulator: IncusSimulator;
	readonly client: TestClient;
	readonly clock: ManualClock;
}

export const NOW = '2026-11-22T02:00:00Z';
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** They take longer to make than a law to prove, so all share them. */
const CERTIFICATES = {
	certificate: newCertificate({ commonName: 'incus.simulator' }),
	identity: newCertificate({ commonName: 'n8n', purpose: 'client' }),
};

/** Starts simulators for one test file, on clocks that stand still, and ends them after each test. */
export class TestBench {
	private readonly started: IncusSimulator[] = [];

	/** With the running VM web-01. */
	async given(options: IncusOptions = {}): Promise<Given> {
		const clock = manualClock(NOW);
		const simulator = await IncusSimulator.start({ clock, ...CERTIFICATES, ...options });
		this.started.push(simulator);
		simulator.addInstance({ name: 'web-01', disk: 'shop 1', stateful: true });
		return { simulator, clock, client: new TestClient(simulator) };
	}

	async cleanUp(): Promise<void> {
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}
