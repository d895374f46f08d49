import { newCertificate } from '../../support/certificate';
import { manualClock, type ManualClock } from '../../support/clock';
import { ProxmoxSimulator, type GuestSpec, type ProxmoxOptions } from './index';
import { TestClient } from './testClient';

export interface Given {
	readonly simulator: ProxmoxSimulator;
	/** With all rights. */
	readonly client: TestClient;
	readonly clock: ManualClock;
}

const NOW = '2026-11-22T02:00:00.000Z';
export const NOW_SECONDS = new Date(NOW).getTime() / 1000;

/** Where the API has the guest of `givenWeb`. */
export const WEB = '/nodes/pve1/qemu/100';

/** It takes longer to make than a law to prove, so all share one. */
const certificate = newCertificate({ commonName: 'proxmox.simulator' });

/** Starts simulators for one test file, on clocks that stand still, and ends them after each test. */
export class TestBench {
	private readonly started: ProxmoxSimulator[] = [];

	async given(options: ProxmoxOptions = {}): Promise<Given> {
		const clock = manualClock(NOW);
		const simulator = await ProxmoxSimulator.start({ clock, certificate, ...options });
		this.started.push(simulator);
		return { simulator, clock, client: new TestClient(simulator) };
	}

	/** A running VM `web-01` with the id 100. */
	async givenWeb(options: ProxmoxOptions = {}, spec: Partial<GuestSpec> = {}): Promise<Given> {
		const given = await this.given(options);
		given.simulator.addGuest({ name: 'web-01', vmid: 100, disk: 'before', ...spec });
		return given;
	}

	async cleanUp(): Promise<void> {
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}

/** Orders a snapshot of `web-01` and tells how its task stands. */
export const takeSnapshot = async (
	client: TestClient,
	snapname: string,
	more: Readonly<Record<string, string | number>> = {},
): Promise<string> => await client.task('POST', `${WEB}/snapshot`, { snapname, ...more });
