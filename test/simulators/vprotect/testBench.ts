import { manualClock, type ManualClock } from '../../support/clock';
import { CliTestClient } from './cliTestClient';
import { VprotectSimulator, type VprotectOptions } from './index';
import { TestClient } from './testClient';

export interface Given {
	readonly simulator: VprotectSimulator;
	/** Logged in. */
	readonly client: TestClient;
	readonly clock: ManualClock;
}

/** A Sunday. */
const NOW = '2026-11-22T02:00:00.000Z';
export const NOW_MILLISECONDS = new Date(NOW).getTime();
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Most tests are not about sessions. */
const FOR_EVER_SECONDS = 1e9;

/** Starts simulators for one test file, on clocks that stand still, and ends them after each test. */
export class TestBench {
	private readonly started: VprotectSimulator[] = [];
	private readonly clients: CliTestClient[] = [];

	async given(options: VprotectOptions = {}): Promise<Given> {
		const clock = manualClock(NOW);
		const durations = { sessionIdle: FOR_EVER_SECONDS, ...options.durations };
		const simulator = await VprotectSimulator.start({ clock, ...options, durations });
		this.started.push(simulator);
		const client = new TestClient(simulator);
		await client.logIn();
		simulator.clearRequests();
		return { simulator, clock, client };
	}

	/** Logged in to the server's own SSH. */
	async cli(
		{ ssh }: VprotectSimulator,
		change?: Parameters<typeof CliTestClient.connect>[1],
	): Promise<CliTestClient> {
		const cli = await CliTestClient.connect(ssh, change);
		this.clients.push(cli);
		return cli;
	}

	async cleanUp(): Promise<void> {
		for (const client of this.clients.splice(0)) client.end();
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}
