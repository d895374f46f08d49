import { manualClock, type ManualClock } from '../../support/clock';
import { VergeosSimulator, type VergeosOptions } from './index';
import { TestClient } from './testClient';

export interface Given {
	readonly simulator: VergeosSimulator;
	readonly client: TestClient;
	readonly clock: ManualClock;
}

const NOW = '2026-11-22T02:00:00.000Z';
export const NOW_SECONDS = new Date(NOW).getTime() / 1000;

/** Starts simulators for one test file, on clocks that stand still, and ends them after each test. */
export class TestBench {
	private readonly started: VergeosSimulator[] = [];

	async given(options: VergeosOptions = {}): Promise<Given> {
		const clock = manualClock(NOW);
		const simulator = await VergeosSimulator.start({ clock, ...options });
		this.started.push(simulator);
		return { simulator, clock, client: new TestClient(simulator) };
	}

	async cleanUp(): Promise<void> {
		for (const simulator of this.started.splice(0)) await simulator.close();
	}
}
